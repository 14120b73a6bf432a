"""``sobremesa experiment``: run a design, see how far it is and what came of it, live through one row again."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from sim.cli import options
from sim.cli.failures import UNABLE, Stopped
from sim.cli.options import Json, Yes
from sim.files.mistakes import Mistake, printable, shown

if TYPE_CHECKING:
    from rich.console import Console

    from sim.experiments.reading import Experiment
    from sim.experiments.runner import Ended, Executor, Progress

MOST_WORKERS: Final = 1000

DesignFile = Annotated[
    str, typer.Argument(metavar="DESIGN.toml", help="What to run; see docs/experiments.md.", show_default=False)
]
Folder = Annotated[str, typer.Argument(metavar="DIR", help="The folder of an experiment.", show_default=False)]
Out = Annotated[
    str, typer.Option("--out", metavar="DIR", help="Where results are kept; run again to go on.", show_default=False)
]
Workers = Annotated[
    str | None,
    typer.Option(
        "--workers", metavar="N", help="Use so many processes of this machine, by Dask; by default threads are used.",
        show_default=False,
    ),
]  # fmt: skip
ClusterAddress = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS", help="Use the workers of this Dask scheduler, such as tcp://head-node:8786.",
        show_default=False,
    ),
]  # fmt: skip
PointName = Annotated[
    str, typer.Argument(metavar="POINT", help="The point, as the tables name it.", show_default=False)
]
FutureNumber = Annotated[str, typer.Option("--future", metavar="K", help="Which future of the point.")]


def run_design(
    design: DesignFile,
    out: Out,
    workers: Workers = None,
    cluster: ClusterAddress = None,
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Run an experiment: every point of a design, in as many futures as the design says.

    What is in the folder already is not computed again, so that a run that was stopped goes on, and a larger design
    adds to a smaller one.
    """
    from sim.cli.terminal import print_json, terminal
    from sim.experiments.design import read_design
    from sim.experiments.runner import run_experiment

    number = None if workers is None else options.whole_number("--workers", workers, 1, MOST_WORKERS)
    if number is not None and cluster is not None:
        raise Mistake("--workers and --cluster contradict one another; give one of them")
    folder = _folder(out)
    file = Path(design)
    wanted = read_design(file)
    _say_extent(wanted, file.parent, yes, number if cluster is None else None)
    with _stoppable(folder) as (stop, bar):
        executor = _executor(number, cluster)
        ended = run_experiment(
            wanted, folder, design_folder=file.parent, executor=executor, progress=bar.advance, cancelled=stop.is_set
        )
    if as_json:
        print_json(_as_json(ended, folder))
    else:
        _print_ended(terminal(), ended, wanted.outcome, wanted.enough, folder)


def _folder(out: str) -> Path:
    """Return the folder of an experiment as it may be written."""
    if not out or "\0" in out:
        raise Mistake(f"--out is '{printable(out)}', but must be a path")
    return Path(out)


def _executor(workers: int | None, cluster: str | None) -> Executor:
    """Return where parts are lived through."""
    from sim.experiments.runner import Threads

    if workers is None and cluster is None:
        return Threads()
    from sim.experiments.cluster import Cluster

    return Cluster(cluster, workers, say=lambda words: print(words, file=sys.stderr, flush=True))


def _say_extent(design: Any, folder: Path, confirmed: bool, cores: int | None) -> None:
    """Say first how large a large experiment is, and refuse an absurd one until it is confirmed."""
    from sim.cli.amount import ASKED_FROM, FUTURES_A_SECOND, USUAL_ACTORS, USUAL_MONTHS, size_in_words, time_in_words
    from sim.engines.ensemble import thread_count
    from sim.experiments.size import POINTS_ASKED_FROM, extent

    needed = extent(design, folder)
    usual = needed.work / (USUAL_ACTORS * USUAL_MONTHS)
    if usual <= ASKED_FROM and needed.points < POINTS_ASKED_FROM:
        return
    here = cores or thread_count()
    time = time_in_words(usual / (FUTURES_A_SECOND * here))
    most = "at most " if design.enough is not None else ""
    where = f"{here} core{'s' if here > 1 else ''}"
    sentence = (
        f"{needed.points:,} points with {most}{needed.futures:,} futures in all ({needed.lived:,} with those without "
        f"the events) would take about {time} on {where} and {size_in_words(needed.disk)} of disk"
    )
    if not confirmed:
        raise Mistake(f"{sentence}; choose fewer points or futures, or say --yes to run it anyway")
    print(sentence, file=sys.stderr, flush=True)


class _Bar:
    """Progress, rate and time left on the error output, where that is a terminal."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        from sim.cli.terminal import terminal

        self._console = terminal(errors=True)
        rate = TextColumn("{task.fields[rate]}")
        columns = TextColumn("futures"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn()
        self._bar = Bar(*columns, console=self._console, transient=True, disable=not self._console.is_terminal)
        self._task: Any = None
        self._last = -1

    def advance(self, progress: Progress) -> None:
        """Show how far it is."""
        if self._task is None or progress.done < self._last:
            self._bar.start()
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task("futures", total=progress.total, completed=progress.done, rate="")
        speed = self._bar.tasks[-1].speed
        rate = "" if speed is None else f"{speed:,.0f} a second"
        self._bar.update(self._task, completed=progress.done, total=progress.total, rate=rate)
        self._last = progress.done

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()


@contextmanager
def _stoppable(folder: Path) -> Iterator[tuple[threading.Event, _Bar]]:
    """End between two blocks of futures when the user presses Ctrl-C; what is kept by then is whole.

    Raises
    ------
    Stopped
        The user wanted to stop.
    """
    from sim.engines.ensemble import Cancelled, is_compiled

    if not is_compiled():
        print(
            "The rules are compiled once on this machine; this takes about half a minute.", file=sys.stderr, flush=True
        )
    stop, bar = threading.Event(), _Bar()

    def received(number: int, frame: FrameType | None) -> None:
        if stop.is_set():  # the second time, whatever it is doing
            raise KeyboardInterrupt
        stop.set()

    in_main_thread = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, received) if in_main_thread else None
    try:
        yield stop, bar
    except (Cancelled, KeyboardInterrupt):
        raise Stopped([folder]) from None
    finally:
        bar.close()
        if before is not None:
            signal.signal(signal.SIGINT, before)


def _as_json(ended: Ended, folder: Path) -> dict[str, Any]:
    """Return how an experiment ended, for other programs."""
    futures = sorted(ended.futures_of_points.values())
    return {
        "folder": str(folder),
        "points": ended.points,
        "futures": ended.futures,
        "computed": ended.computed,
        "failed": ended.failed,
        "failed_futures": ended.failed_futures,
        "surplus": vars(ended.surplus),
        "damaged": [str(path) for path in ended.damaged],
        "enough": None
        if not futures
        else {"least": futures[0], "median": futures[len(futures) // 2], "most": futures[-1], "wide": len(ended.wide)},
    }


def _print_ended(console: Console, ended: Ended, outcome: str, enough: float | None, folder: Path) -> None:
    """Say how an experiment ended."""
    from sim.cli.terminal import paragraph, whole_line
    from sim.experiments.progress import counted

    place = printable(str(folder))
    for path in ended.damaged:
        whole_line(console, f"damaged, and computed again: {printable(str(path))}", "yellow")
    there = ended.futures - min(ended.computed, ended.futures)
    kept = ended.futures - ended.failed_futures
    verb = "is" if kept == 1 else "are"
    words = f"{counted(kept, 'future')} of {counted(ended.points, 'point')} {verb} kept in {place}"
    words += f"; {ended.failed_futures:,} more could not be simulated" if ended.failed_futures else ""
    paragraph(console, f"{words}: {ended.computed:,} {'tried' if ended.failed_futures else 'computed'} now, "
              f"{there:,} there before.", "bold")  # fmt: skip
    for sentence in ended.surplus.sentences():
        paragraph(console, f"{sentence}.")
    if enough is not None:
        paragraph(console, _enough_in_words(ended, outcome, enough))
    if ended.failed:
        paragraph(console, f"{ended.failed:,} of {ended.points:,} failed", "bold red")
        whole_line(console, f'why: sobremesa query {_word(folder)} "select * from failures"')
    whole_line(console, f"next: sobremesa experiment show {_word(folder)}", "dim")


def _enough_in_words(ended: Ended, outcome: str, enough: float) -> str:
    """Say how many futures were enough, of the points for which they were; and how many points are still wider."""
    from sim.experiments.progress import counted

    narrow = sorted(futures for point, futures in ended.futures_of_points.items() if point not in ended.wide)
    most = max(ended.futures_of_points.values(), default=0)
    tried = ended.points - ended.failed
    if not narrow:
        return (
            f"None of {counted(tried, 'point')} reached an interval of {outcome} narrower than {enough:g} within "
            f"{counted(most, 'future')}."
        )
    middle = counted(narrow[len(narrow) // 2], "future")
    if len(narrow) == 1:
        words = f"after {middle} at one of {counted(tried, 'point')}"
    else:
        words = f"after {middle} in the middle of {counted(len(narrow), 'point')} "
        words += f"(from {narrow[0]:,} to {narrow[-1]:,})"
    wide = len(ended.wide)
    rest = "" if not wide else (
        f"; {wide:,} of {counted(tried, 'point')} {'is' if wide == 1 else 'are'} still wider after "
        f"{counted(most, 'future')}, the most that the design allows"
    )  # fmt: skip
    return f"The interval of {outcome} is narrower than {enough:g} {words}{rest}."


def _word(folder: Path) -> str:
    import shlex

    return printable(shlex.quote(str(folder)))


def status(folder: Folder, as_json: Json = False) -> None:
    """See how far an experiment is: what is there, missing, failed or damaged. Every byte is checked."""
    from sim.cli.terminal import paragraph, print_json, terminal, whole_line
    from sim.experiments.progress import counted
    from sim.experiments.reading import open_experiment

    experiment = open_experiment(Path(folder))
    experiment.check()
    far = experiment.progress
    if as_json:
        print_json({
            "points": far.points, "futures": far.futures, "kept": far.kept, "failed": far.failed,
            "failed_futures": far.failed_futures, "complete": far.complete, "surplus": vars(experiment.surplus),
            "damaged": [str(path) for path in experiment.damaged],
            "bytes": experiment.size, "caveats": experiment.caveats(), "seed": experiment.manifest["seed"],
            "versions": experiment.manifest["versions"],
        })  # fmt: skip
        return
    console = terminal()
    share = 100 * (far.kept + far.failed_futures) / max(1, far.futures)
    words = "complete" if far.complete else f"{share:.1f} % done"
    so_far = " wanted by now" if experiment.design.enough is not None and not far.complete else ""
    failed = f"; {far.failed_futures:,} belong to points that failed" if far.failed else ""
    paragraph(console, f"{words}: {far.kept:,} of {counted(far.futures, 'future')}{so_far} of "
              f"{counted(far.points, 'point')} are kept{failed}", "bold")  # fmt: skip
    for sentence in experiment.surplus.sentences():
        paragraph(console, f"{sentence}.")
    for path in experiment.damaged:
        whole_line(console, f"damaged: {printable(str(path))}", "yellow")
    for caveat in experiment.caveats():
        paragraph(console, caveat, "bold red")


def show(folder: Folder, as_json: Json = False) -> None:
    """See what an experiment is and what came of it, by scenario and plan."""
    from sim.cli.terminal import paragraph, print_json, terminal
    from sim.experiments.reading import open_experiment

    experiment = open_experiment(Path(folder))
    rows = experiment.query(
        "select scenario, plan, context, count(*) as points, count(futures) as with_value, "
        "coalesce(sum(futures), 0)::bigint as futures, "
        "avg(working) as working, min(working) as lowest, max(working) as highest from summary "
        "group by scenario, plan, context order by min(number)"
    )
    if as_json:
        varied = {name: one.written() for name, one in experiment.design.vary.items()}
        print_json({"title": experiment.design.title, "sampling": experiment.design.sampling, "varied": varied,
                    "caveats": experiment.caveats(), "rows": rows.to_dict("records")})  # fmt: skip
        return
    console = terminal()
    for caveat in experiment.caveats():
        paragraph(console, caveat, "bold red")
    if experiment.design.title:
        paragraph(console, experiment.design.title, "bold")
    _print_what_varies(console, experiment)
    _print_rows(console, rows)


def _print_what_varies(console: Console, experiment: Experiment) -> None:
    """Print what varies, over what."""
    from sim.cli.terminal import table

    design = experiment.design
    if design.vary:
        lines = []
        for name, one in design.vary.items():
            over = ", ".join(f"{value:g}" for value in one.values) if one.values else f"{one.low:g} to {one.high:g}"
            lines.append((name, one.place.home, over))
        console.print(table(("", "", "over"), lines, title=f"What varies over {len(experiment.points):,} points"))
        console.print()


def _print_rows(console: Console, rows: Any) -> None:
    """Print the share of futures that still work, by scenario and plan."""
    from sim.cli.terminal import table
    from sim.results.intervals import of_hundred

    lines = [
        (
            printable(str(row.scenario)), printable(str(row.plan)), printable(str(row.context)),
            f"{row.points:,}" if row.with_value == row.points else f"{row.with_value:,} of {row.points:,}",
            f"{row.futures:,}", *("-" if share != share else str(of_hundred(share)) for share in
                                  (row.working, row.lowest, row.highest)),
        )
        for row in rows.itertuples()
    ]  # fmt: skip
    columns = ("scenario", "plan", "context", "points", "futures", "working", "lowest", "highest")
    title = "Still working at the end, of 100 futures: mean over points, the lowest point, the highest"
    console.print(table(columns, lines, title=title, numbers=(3, 4, 5, 6, 7)))


def row(folder: Folder, point: PointName, future: FutureNumber = "0", as_json: Json = False) -> None:
    """Live through one row of an experiment again, alone, and say whether it has the bits of the one that is kept."""
    from sim.cli.terminal import print_json, table, terminal
    from sim.experiments.parts import as_outcomes
    from sim.experiments.reading import open_experiment, same_row

    number = options.whole_number("--future", future, 0, options.MOST_FUTURES)
    experiment = open_experiment(Path(folder))
    where = experiment.find_point(point)
    point = where.identity
    lived, kept = experiment.live_again(point, number), experiment.kept_row(point, number)
    if lived.failures:
        raise Mistake(f"point {shown(point)}, future {number}: {lived.failures[0].reason}")
    (outcomes,) = as_outcomes(lived.outcomes[0]).to_pylist()
    same = None if kept is None else same_row(lived, kept)
    values = {"scenario": where.scenario, "plan": where.plan, "context": where.context, **where.values}
    if as_json:
        print_json({"point": values, "outcomes": outcomes, "same_bits": same})
    else:
        console = terminal()
        lines = [(name, printable(str(value))) for name, value in {**values, **outcomes}.items() if value is not None]
        console.print(table(("", ""), lines))
        words = {None: "not kept in this folder yet", True: "the same bits as the row that is kept"}
        console.print(words.get(same, "NOT the bits of the row that is kept"))
    if same is False:
        raise typer.Exit(UNABLE)
