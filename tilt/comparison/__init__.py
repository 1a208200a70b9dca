"""Two states of the book compared: what was changed, which conclusions moved, and what each change carries of that.

| module | what stands in it |
|---|---|
| `snapshot` | what a state says, as plain data that a file can hold: a book's edition, or this comparison's cache |
| `taken`, `sentences` | a snapshot of the book that this process reads |
| `places` | where a state is found: a git revision, a folder, a scenario, a snapshot's file |
| `states` | a snapshot of each, by its own code where it has it |
| `mixed` | credences where some inputs are one state's and some the other's |
| `game`, `shares` | what each change carries of a move, by Shapley's rule |
| `changes`, `compared` | what differs between two snapshots |
| `acknowledged` | which moved conclusions the changelog names |
| `listed`, `told`, `markdown` | the comparison as text |

`python -m tilt.comparison` is what one state's code answers another's: a snapshot, or credences.
"""
