"""Claim 6: the reply: is any of it differential?."""
