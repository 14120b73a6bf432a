"""Whatever goes wrong, the user reads one line on the error output; the exit code says the rest.

0 done, 1 the machine could not (no memory, say), 2 bad input, 130 stopped by the user.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

import typer
from typer.core import TyperGroup

from sim.files.mistakes import Mistake, printable, suggestion, unknown

DONE: Final = 0
UNABLE: Final = 1
BAD_INPUT: Final = 2
STOPPED: Final = 130
"""As shells count a process that was stopped from the keyboard."""

_UsageError: Final[type[Exception]] = typer.BadParameter.__mro__[1]
"""Typer has no public name for the mistakes that it finds itself while it reads the command line."""


class Stopped(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user stopped the command.

    Attributes
    ----------
    written : the files that were whole by then.
    """

    def __init__(self, written: Sequence[Path] = ()) -> None:
        super().__init__()
        self.written = tuple(written)


class Commands(TyperGroup):
    """The commands, in the order in which they were declared, with the nearest name for one that does not exist."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Return the command that was asked for."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise unknown("command", args[0], list(self.commands))
        return super().resolve_command(ctx, args)


def leave(command: Any, program: str) -> NoReturn:
    """Run a command with the process's arguments, and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    code = answer(command, program, sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    sys.exit(code)


def answer(command: Any, program: str, arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; never raises for what the user did."""
    try:
        _refuse_repeated(arguments)
        code = command.main(list(arguments), prog_name=program, standalone_mode=False)
        sys.stdout.flush()
    except Mistake as mistake:
        return _say(str(mistake), BAD_INPUT)
    except _UsageError as error:
        return _say(_usage_sentence(error), BAD_INPUT)
    except Stopped as stopped:
        return _say(stopped_sentence(stopped.written), STOPPED)
    except (KeyboardInterrupt, typer.Abort):
        return _say(stopped_sentence(), STOPPED)
    except (BrokenPipeError, SystemExit):  # Typer's own answer to a reader that has left is to end the process
        _silence()
        return DONE
    except MemoryError:
        return _say("this needs more memory than there is; ask for fewer futures", UNABLE)
    except FloatingPointError as error:
        return _say(f"the model broke down: {error}; please report the command", UNABLE)
    if code == STOPPED:
        return _say(stopped_sentence(), STOPPED)
    return code if isinstance(code, int) else DONE


def stopped_sentence(written: Sequence[Path] = ()) -> str:
    """Return what is said when the user stopped a command."""
    if not written:
        return "stopped; nothing was written"
    return "stopped; written before that, and whole: " + ", ".join(printable(str(path)) for path in written)


def _say(sentence: str, code: int) -> int:
    """Print one line on the error output and return the exit code."""
    with contextlib.suppress(BrokenPipeError):
        print(printable(" ".join(sentence.split())), file=sys.stderr, flush=True)
    return code


def _silence() -> None:
    """Let what is still to be printed vanish: whoever read it has left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse_repeated(arguments: Sequence[str]) -> None:
    """Refuse an option that is given twice: one of the two would silently not count."""
    before_words = arguments[: arguments.index("--")] if "--" in arguments else arguments
    options = Counter(word.split("=", 1)[0] for word in before_words if word.startswith("--"))
    for option, count in options.items():
        if count > 1:
            raise Mistake(f"option '{printable(option)}' is given {count} times; give it once")


def _usage_sentence(error: Any) -> str:
    """Return in one sentence what Typer found wrong with a command line."""
    context = getattr(error, "ctx", None)
    wrong = getattr(error, "option_name", None)
    where = context.command_path if context is not None else "sobremesa"
    if context is not None and wrong is not None and getattr(error, "possibilities", 0) != 0:
        options = [name for param in context.command.params for name in param.opts if name.startswith("--")]
        return f"option '{wrong}' of '{where}' does not exist{suggestion(wrong, [*options, '--help'])}"
    sentence = error.format_message().rstrip(".")
    return f"{sentence[:1].lower()}{sentence[1:]}; see '{where} --help'"
