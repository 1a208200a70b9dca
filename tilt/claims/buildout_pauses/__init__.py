"""Claim 3: building works like a series of pauses."""
