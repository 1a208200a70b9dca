"""Side-by-side timings. They report; they never fail because an aim is missed."""
