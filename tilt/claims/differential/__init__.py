"""Claim 6: the question: is any of it differential?"""
