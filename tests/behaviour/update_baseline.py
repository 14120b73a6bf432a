"""Writes the baseline anew, on purpose, and says what changed.

python -m tests.behaviour.update_baseline

Run it when a change of results is meant, read what it prints, and write in CHANGELOG.md: "changes results: yes".
"""

from __future__ import annotations

import json

from sim.files import library
from sim.files.writing import replace_file
from tests.behaviour.baseline import BASELINE, CONTEXT, EXACT, FUTURES, PLANS, differences, summary


def main() -> None:
    """Compute, say what differs, write."""
    before = json.loads(BASELINE.read_text()) if BASELINE.exists() else {"cells": {}}
    cells = {f"{name} / {plan}": summary(name, plan) for name in library.names("scenario") for plan in PLANS}
    changed = 0
    for name in {**before["cells"], **cells}:
        if name not in cells or name not in before["cells"]:
            lines = ["gone" if name not in cells else "new"]
        else:
            lines = list(differences(before["cells"][name], cells[name]))
        changed += bool(lines)
        for line in lines:
            print(f"{name}: {line}")  # noqa: T201 - a script
    kept = {
        "context": CONTEXT,
        "futures": FUTURES,
        "seed": 1,
        "exact_futures": EXACT,
        "cells": cells,
    }
    replace_file(BASELINE, (json.dumps(kept, indent=1) + "\n").encode())
    print(f"{changed} of {len(cells)} scenarios and plans changed")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
