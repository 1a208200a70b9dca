"""The engine: scales and shared draws, claims as data, their compilers, and the evaluation of one under intervals."""
