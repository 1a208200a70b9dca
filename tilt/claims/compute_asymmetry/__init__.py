"""Claim 1: safety experiments need far less compute."""
