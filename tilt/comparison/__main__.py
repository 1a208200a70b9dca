"""`python -m tilt.comparison`: what one state of the book answers another, from a process of its own code.

`snapshot [NAME|FILE]` prints a snapshot, under a scenario where one is named; `credences` answers the mixtures that
stand on its input. Faults of the data are told on stderr, with code 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tilt.book import book
from tilt.comparison.mixed import answered
from tilt.comparison.taken import take
from tilt.engine.inputs import DEFAULT, Scenario
from tilt.record.problems import InputError
from tilt.record.scenarios import read_scenario


def scenario(named: str) -> Scenario:
    """A scenario of the book by name, or that of a file. Raises InputError."""
    record = book().record
    return record.scenarios[named] if named in record.scenarios else read_scenario(Path(named), record.assumptions)


def main(asked: str, named: str = "") -> int:
    """Answer on standard output; 0 where that was possible."""
    try:
        if asked == "credences":
            sys.stdout.write(answered(sys.stdin.read()))
            return 0
        sys.stdout.write(take(scenario(named) if named else DEFAULT).model_dump_json() + "\n")
        return 0
    except (InputError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
