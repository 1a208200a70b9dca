"""From single runs: METR's horizons refitted, intervals by drawing tasks again, and what else runs tell."""
