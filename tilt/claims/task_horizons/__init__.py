"""Claim 2: safety tasks come into AI’s reach sooner."""
