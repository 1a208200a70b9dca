"""Newer public tables taken into the book's own: read in the publisher's format, compared, validated, written whole.

| module | what stands in it |
|---|---|
| `cells` | numbers and dates as spreadsheets leave them, refused where they can be read in two ways |
| `sheet` | a CSV that a spreadsheet may have saved, with the line of every row |
| `offer` | what a publisher's file offers a table |
| `metr_results`, `metr_runs` | METR's results file, METR's single runs |
| `epoch_index`, `epoch_models` | Epoch AI's Capabilities Index and Data on AI Models |
| `formats` | which table is refreshed from which file |
| `merged` | the table as it would be, and what changes row by row |
| `table_text` | a table's text: unchanged rows stay as they are written |
| `candidate` | the book as it would be, checked as `tilt check` does |
| `written` | the table replaced whole or not at all, and the note of it |
"""
