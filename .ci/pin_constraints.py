"""Write constraints.txt from what pip resolved on each Python: ``pin_constraints.py 3.11=FREEZE 3.12=FREEZE ...``.

Each FREEZE is what ``pip freeze --exclude-editable`` printed in an environment of that Python, installed from
pyproject.toml without constraints. A package that has the same version everywhere is pinned once. Where the oldest
Python gets another version than all newer ones, two lines with environment markers say so; any other difference is
refused, because it would need a decision.
"""

import re
import sys
from pathlib import Path

HEADER = """\
# Exact versions of everything that use and tests need, resolved on {pythons}.
# Versions only: where packages come from is the business of each machine. Written by .ci/pin_constraints.py.
"""


def read_freeze(path: Path) -> dict[str, str]:
    """Return version by normalised package name."""
    pins = (line.split("==") for line in path.read_text(encoding="utf-8").splitlines() if "==" in line)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins}


def pin(name: str, oldest: str | None, newer: set[str | None], boundary: str) -> list[str]:
    """Return the one or two lines that pin a package."""
    if len(newer) != 1:
        raise SystemExit(f"{name} resolves to several versions above the oldest Python: {sorted(map(str, newer))}")
    (newest,) = newer
    if oldest == newest:
        return [f"{name}=={oldest}"]
    old_line = [f'{name}=={oldest}; python_version < "{boundary}"'] if oldest else []
    new_line = [f'{name}=={newest}; python_version >= "{boundary}"'] if newest else []
    return old_line + new_line


def main(arguments: list[str]) -> None:
    """Merge the freezes and replace constraints.txt beside this folder."""
    freezes = {python: read_freeze(Path(path)) for python, path in (argument.split("=", 1) for argument in arguments)}
    oldest, boundary, *rest = freezes
    lines = []
    for name in sorted(set().union(*freezes.values())):
        newer = {freezes[python].get(name) for python in (boundary, *rest)}
        lines += pin(name, freezes[oldest].get(name), newer, boundary)
    target = Path(__file__).resolve().parent.parent / "constraints.txt"
    target.write_text(HEADER.format(pythons=", ".join(freezes)) + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
