"""Small experiments for tests: a community of a few people over three years, whose futures take no time."""

from pathlib import Path

from sim.experiments.design import Design, parse_design
from sim.experiments.runner import Ended, run_experiment

CONTEXT = """
title = "Small"
months = 36
[size]
national_governments = 1
local_governments = 2
champions = 6
donors = 4
activists = 24
"""

OTHER_CONTEXT = CONTEXT.replace("months = 36", "months = 24").replace("Small", "Shorter")

SCENARIO = """
title = "Two blows"
[[event]]
kind = "donors_exit"
when = 6
share = 0.5
[[event]]
kind = "pandemic"
when = 12
level = 0.5
months = 6
[[event]]
kind = "donors_exit"
when = 20
share = 0.25
"""

LATER = SCENARIO.replace("when = 6\n", "when = 9\n")


def write_files(folder: Path) -> Path:
    """Write the files that designs here name, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {"small": CONTEXT, "shorter": OTHER_CONTEXT, "blows": SCENARIO, "later": LATER}
    for name, content in contents.items():
        (folder / f"{name}.toml").write_text(content)
    return folder


def design(**keys: object) -> Design:
    """Return a design of a few points; keys replace its own."""
    own: dict[str, object] = {
        "scenarios": ["blows.toml", "calm-decade"],
        "plans": ["baseline", "adaptive"],
        "contexts": ["small.toml"],
        "sampling": "latin-hypercube",
        "points": 3,
        "futures": 60,
        "seed": 5,
        "vary": {
            "hostile_probability": {"low": 0.3, "high": 0.5},
            "stance": [-1, 0, 1],
            "train": {"low": 0, "high": 3},
        },
    }
    return parse_design({**own, **keys}, "small design", "small design")


def run(wanted: Design, files: Path, folder: Path, **keys: object) -> Ended:
    """Run a design."""
    return run_experiment(wanted, folder, design_folder=files, **keys)  # type: ignore[arg-type]


def bits(folder: Path) -> dict[str, bytes]:
    """Return every file of results with its content."""
    kinds = ("parts", "series", "failures")
    return {f"{kind}/{path.name}": path.read_bytes() for kind in kinds for path in (folder / kind).glob("*.parquet")}
