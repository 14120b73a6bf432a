"""The command line inside the test's own process, where that is enough: it is fast."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import typer

from sim.cli import app
from sim.cli.failures import answer
from sim.results.fingerprint import fingerprint


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def mistake(self) -> str:
        """The only line of a command that refused what the user wrote."""
        assert (self.code, self.out) == (2, "")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        return self.err[:-1]


Sobremesa = Callable[..., Answer]


@pytest.fixture(scope="session", autouse=True)
def rules_are_compiled() -> None:
    """Compile first, so that no command under test has to say that it does."""
    fingerprint()


@pytest.fixture
def sobremesa(capsys: pytest.CaptureFixture[str]) -> Sobremesa:
    """Type a command."""

    def typed(*arguments: str) -> Answer:
        code = answer(typer.main.get_command(app), "sobremesa", arguments)
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return typed
