"""Makes the part of Vega that pages load (decision 035).

What it makes is kept in the repository, so that a build needs neither Node nor a registry.
"""
