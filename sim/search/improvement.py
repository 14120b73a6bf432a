"""Better plans: a search on some futures, the best of it judged on others, and against chance on the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from sim.files import library
from sim.files.plan import Plan
from sim.results.intervals import Difference
from sim.robustness.equal_effort import RANDOM_PLANS, Null, equal_effort_null
from sim.robustness.matched import is_adaptive
from sim.robustness.rankings import clear_difference
from sim.robustness.reasons import FEWER, NOT_BEYOND_CHANCE, NOT_BY_REACTING, TOO_CLOSE
from sim.search.checking import FULL, Budget, Check
from sim.search.evolution import POPULATION, Candidate, Values, search
from sim.search.judging import Block, Judge, Judgement, Simulation, best_of
from sim.search.notebook import Goals, opened
from sim.search.picking import Pick, picks, simplified, thinned
from sim.search.question import Question, check_question
from sim.search.space import Space


@dataclass(frozen=True, eq=False)
class Found:
    """A plan that the search found, judged on fresh futures.

    Attributes
    ----------
    roles : what it is best at.
    credited : the dials that matter; all others are as in the shipped plan.
    goals, shares : on fresh futures; the shares of futures still working in each place.
    chosen_goals : on the futures that plans were chosen on, like those of the front.
    difference : to the share working of the shipped plan. Its interval is that of one of several: those of all plans
        that were found hold together with 95 %, because the best of them is taken on the futures that are reported.
    null : against random plans of equal effort.
    against_control : against the same effort without reacting, likewise; None for a plan that does not react.
    """

    plan: Plan
    roles: tuple[str, ...]
    values: Values
    credited: tuple[str, ...]
    goals: Goals
    chosen_goals: Goals
    shares: tuple[float, ...]
    difference: Difference
    null: Null
    against_control: Difference | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it may not be called better than the shipped plan, in words; empty where it may."""
        found = []
        if self.difference.difference <= 0.0 and self.difference.high < 0.0:
            found.append(FEWER)
        elif self.difference.low <= 0.0:
            found.append(TOO_CLOSE)
        if not self.null.beaten:
            found.append(NOT_BEYOND_CHANCE)
        if self.against_control is not None and self.against_control.low <= 0.0:
            found.append(NOT_BY_REACTING)
        return tuple(found)

    @property
    def better(self) -> bool:
        """Whether it may be called better than the shipped plan."""
        return not self.reasons


@dataclass(frozen=True, eq=False)
class Improvement:
    """What a search found.

    Attributes
    ----------
    places : context and scenario of each share.
    shipped : goals of the plan that was to be improved, on fresh futures; ``shipped_shares`` by place.
    shipped_chosen : the same on the futures that plans were chosen on.
    front : the best settings of the search, at most forty, with their goals on the futures that plans were chosen on.
    check, full_check : how thoroughly all this was checked, and how thoroughly it would be with time enough.
    """

    question: Question
    places: tuple[tuple[str, str], ...]
    shipped: Goals
    shipped_shares: tuple[float, ...]
    shipped_chosen: Goals
    found: tuple[Found, ...]
    front: tuple[Candidate, ...]
    tried: int
    generations: int
    seconds: float
    check: Check = FULL
    full_check: Check = FULL

    @property
    def best(self) -> Found | None:
        """The plan with the largest share working of those that may be called better; None where there is none."""
        better = [one for one in self.found if one.better]
        return max(better, key=lambda one: one.goals[0], default=None)


def improve(
    question: Question,
    folder: Path,
    more: Callable[[int, float], bool],
    judge: Judge | None = None,
    *,
    population: int = POPULATION,
    random_plans: int = RANDOM_PLANS,
    clock: Callable[[], float] = time.perf_counter,
) -> Improvement:
    """Search for plans that are better than a shipped one, and judge them on fresh futures.

    Parameters
    ----------
    folder : keeps what was found so far; a search that was stopped goes on from there.
    more : asked before each generation, with the complete ones and the seconds spent on them, whether to go on. A
        :class:`sim.search.checking.Budget` also makes the check fit into the time that is left.
    judge : who says what plans are worth; by default the model.
    clock : tells the seconds that a budget is spent by.

    Raises
    ------
    Mistake
        See :func:`check_question`; or the folder holds another search.
    Cancelled
        The judge was told to stop; what was finished is kept.
    """
    began = clock()
    dials = check_question(question)
    notebook = opened(folder, question.to_dict())
    simulation = Simulation(question.contexts, question.scenarios, question.parameters)
    known = _Known(judge or simulation, clock)
    budget, full = more if isinstance(more, Budget) else None, replace(FULL, random_plans=random_plans)
    searched = question.blocks()[0]
    shipped = _shipped(question.plan)
    best = best_of({one.name: known.judge(one, searched) for one in shipped.values()})
    before = clock() - began
    if budget is not None:
        spent = notebook.seconds + before
        budget.look(known.second_of_a_life * question.futures, spent, notebook.generations, population, full)
    seeds = list(dict.fromkeys(tuple(dials.places(one)) for one in shipped.values()))
    front = search(
        dials, seeds, lambda values: known.judge(dials.made(values, "tried"), searched).goals(best), notebook,
        lambda generations: more(generations, notebook.seconds + before), seed=question.seed, population=population,
        clock=clock,
    )  # fmt: skip
    a_round, spent = known.second_of_a_life * question.futures, notebook.seconds + before
    check = full if budget is None else budget.check(a_round, spent, full)
    again, own_chosen, found = _judged_again(question, dials, known, front, check)
    reported = question.blocks(check)[2]
    own = known.judge(question.plan, reported)
    fresh_best = best_of({one.name: known.judge(one, reported) for one in shipped.values()})
    return Improvement(
        question, simulation.places, own.goals(fresh_best), own.shares, own_chosen, tuple(found), tuple(again),
        len(notebook.scores), notebook.generations, clock() - began, check, full,
    )  # fmt: skip


def _shipped(plan: Plan) -> Mapping[str, Plan]:
    """Return the plan that is to be improved, and all shipped ones."""
    others = {name: library.plan(name) for name in library.names("plan") if name != plan.name}
    return {plan.name: plan, **others}


class _Known:
    """A judge that judges nothing twice, and whose time is taken."""

    def __init__(self, judge: Judge, clock: Callable[[], float]) -> None:
        self._judge, self._clock = judge, clock
        self._judgements: dict[tuple[str, Block], Judgement] = {}
        self._seconds: list[float] = []
        self.control = judge.control

    @property
    def second_of_a_life(self) -> float:
        """What one future of every place takes for one plan: the median, as the first may be prepared for at length."""
        return median(self._seconds)

    def judge(self, plan: Plan, block: Block) -> Judgement:
        """Return what becomes of a plan, remembered for all but the many that the search tries."""
        if plan.name == "tried":
            return self._timed(plan, block)
        key = (plan.name + plan.fingerprint(), block)
        if key not in self._judgements:
            self._judgements[key] = self._timed(plan, block)
        return self._judgements[key]

    def _timed(self, plan: Plan, block: Block) -> Judgement:
        """Have a plan judged, and note how long that took."""
        began = self._clock()
        found = self._judge.judge(plan, block)
        self._seconds.append((self._clock() - began) / len(block.futures))
        return found


def _judged_again(
    question: Question, dials: Space, judge: _Known, front: Sequence[Candidate], check: Check
) -> tuple[list[Candidate], Goals, list[Found]]:
    """Choose plans on other futures than the search, drop what does not matter, and report on a third block.

    Returns the front, and the goals of the plan to be improved, on the futures of the choice; and what was found.
    """
    chosen = question.blocks(check)[1]
    shipped = _shipped(question.plan)
    best = best_of({one.name: judge.judge(one, chosen) for one in shipped.values()})
    again = [
        Candidate(one.values, judge.judge(dials.made(one.values, "tried"), chosen).goals(best))
        for one in thinned(front, check.candidates)
    ]  # fmt: skip
    own = judge.judge(question.plan, chosen).goals(best)
    few = chosen.first(check.tried * question.futures)
    few_best = best_of({one.name: judge.judge(one, few) for one in shipped.values()})
    kept: dict[str, tuple[Pick, Values, tuple[str, ...]]] = {}
    for pick in picks(again, own)[: check.picks]:
        values, credited = simplified(
            pick, dials.own(), lambda values: judge.judge(dials.made(values, "tried"), few), few_best,
            question.sets_of(few),
        )  # fmt: skip
        if credited:  # else nothing that it turns matters
            kept.setdefault(repr(values), (pick, values, credited))  # may be another's plan once that is dropped
    found = []
    for pick, values, credited in kept.values():
        chosen_goals = judge.judge(dials.made(values, "tried"), chosen).goals(best)
        found.append(
            _found(question, dials, judge, pick, values, credited, chosen_goals, check, len(kept))
        )  # fmt: skip
    return again, own, found


def _found(
    question: Question,
    dials: Space,
    judge: _Known,
    pick: Pick,
    values: Values,
    credited: tuple[str, ...],
    chosen_goals: Goals,
    check: Check,
    together: int,
) -> Found:
    """Judge one of some plans on fresh futures: against the shipped plan, against chance, and against not reacting."""
    reported = question.blocks(check)[2]
    name = f"{question.plan.name}-{pick.roles[0]}"
    plan = dials.made(values, name)
    fresh, shipped = judge.judge(plan, reported), judge.judge(question.plan, reported)
    best = best_of({one.name: judge.judge(one, reported) for one in _shipped(question.plan).values()})
    few = reported.first(question.futures)
    null = equal_effort_null(
        plan, float(fresh.working[:, : question.futures].mean()),
        lambda one: float(judge.judge(one.model_copy(update={"name": "tried"}), few).working.mean()),
        check.random_plans, question.seed,
    )  # fmt: skip
    sets = question.sets_of(reported)
    reacting = is_adaptive(plan)
    control = clear_difference(fresh.working, judge.control(plan, reported), sets, together) if reacting else None
    difference = clear_difference(fresh.working, shipped.working, sets, together)
    return Found(
        plan, pick.roles, values, credited, fresh.goals(best), chosen_goals, fresh.shares, difference, null, control
    )  # fmt: skip
