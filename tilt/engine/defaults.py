"""What is taken where nobody says otherwise, known without loading what computes."""

from __future__ import annotations

REPLICATES = 16
PAGE_DRAWS = 4096
MAX_DRAWS = 2**20

SCENARIO = "evidence"
"""The name of the book's defaults, as a scenario."""
