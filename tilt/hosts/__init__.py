"""Thin adapters, one per way in: Sphinx builds the website, Voilà serves the notebooks."""
