"""The book's typefaces, cut from Adobe's Source Serif 4 and Source Sans 3; `make type` makes them again."""
