"""Sweeps: many scenarios and readings of a claim evaluated at once, on this machine or a cluster, kept as Parquet.

`plan` reads what is asked for, `axes` says which points that is, `evaluate` answers them by the engine, `chunks` keeps
the answers, `run` shares the work out. The book's own sweep, `default.yaml`, is small enough for a page of the book.
"""
