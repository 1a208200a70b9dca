"""The app: the built book served whole, and Python for whoever asks it, one process a reader (docs/decisions/039)."""
