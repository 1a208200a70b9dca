"""Claim 5: chain of thought is easier to watch than internals."""
