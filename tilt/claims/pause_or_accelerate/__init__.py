"""Claim 4: pausing is harder than accelerating."""
