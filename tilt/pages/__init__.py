"""What chapters' cells show, and the pages that are no claim's: overview, map, evidence, scenarios."""
