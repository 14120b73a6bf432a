"""Help is there at once and says what a strategist needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

COMMANDS = ("list", "show", "check", "run", "compare", "watch", "schema")
HEAVY = ("numba", "numpy", "pandas", "pydantic", "plotly", "xarray", "scipy", "mesa")


def test_help_names_every_command(sobremesa):
    answer = sobremesa("--help")
    assert answer.code == 0
    for command in COMMANDS:
        assert command in answer.out


def test_without_a_command_help_is_printed(sobremesa):
    assert sobremesa().out == sobremesa("--help").out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_ends_with_examples(sobremesa, command):
    answer = sobremesa(command, "--help")
    assert answer.code == 0
    assert f"sobremesa {command}" in answer.out.split("Examples:")[1]


def test_help_loads_nothing_heavy():
    look = (
        "import sys; from sim.cli import main\n"
        "sys.argv = ['sobremesa', '--help']\n"
        "try:\n    main()\nexcept SystemExit as left:\n    assert left.code == 0\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)
    assert ended.stderr.strip() == "[]"
    assert "\x1b" not in ended.stdout


def test_version(sobremesa):
    assert sobremesa("--version").out.startswith("sobremesa ")
