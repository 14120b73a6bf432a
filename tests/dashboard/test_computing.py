"""The numbers of a page are those of ``sim.compare``, however they were remembered, merged, refined or stopped."""

from __future__ import annotations

import threading
import time

import pandas as pd
import pytest

import sim
from dashboard import computing
from dashboard.computing import LIVE, Job, Question, ask, begin, computed, question, remembered
from dashboard.memory import answers
from dashboard.state import FUTURES, State
from sim.files import library
from sim.files.mistakes import Mistake

SCENARIOS = ("calm-decade", "big-funders-go")
PLANS = ("baseline", "adaptive", "fund-first")


@pytest.fixture(autouse=True)
def _nothing_known(nothing_remembered):
    """Nothing is remembered from another test."""


@pytest.fixture
def asked() -> Question:
    return question(State(), SCENARIOS, PLANS)


def test_merged_plans_are_what_one_comparison_gives(asked):
    whole = sim.compare(SCENARIOS, PLANS, "uruguay", futures=60)
    merged = computed(asked, 60)
    assert list(merged.cells) == list(whole.cells)
    assert merged.to_dict() == whole.to_dict()
    pd.testing.assert_frame_equal(merged.outcomes(), whole.outcomes())


def test_a_plan_is_computed_once(asked, monkeypatch):
    calls = []
    compare = computing.compare
    monkeypatch.setattr(
        computing, "compare", lambda *given, **named: calls.append(given[1]) or compare(*given, **named)
    )
    computed(asked, 20)
    computed(asked, 20)
    computed(question(State(), SCENARIOS, (*PLANS, "insider")), 20)
    assert [plans[0].name for plans in calls] == [*PLANS, "insider"]


@pytest.mark.parametrize(
    "other",
    [
        question(State(seed=2), SCENARIOS, PLANS[:1]),
        question(State(context="kenya"), SCENARIOS, PLANS[:1]),
        question(State(parameters="default"), SCENARIOS, PLANS[:1]),
        question(State(), SCENARIOS[:1], PLANS[:1]),
        question(State(), SCENARIOS, PLANS[1:2]),
        Question(
            tuple(library.scenario(one) for one in SCENARIOS),
            (library.plan("baseline").model_copy(update={"title": "Another title"}),), library.context("uruguay"),
        ),
    ],
)  # fmt: skip
def test_whatever_stands_in_an_answer_stands_in_its_address(other):
    mine = question(State(), SCENARIOS, PLANS[:1])
    assert mine.key(20, mine.plans[0]) != other.key(20, other.plans[0])
    assert mine.key(20, mine.plans[0]) != mine.key(21, mine.plans[0])


def test_an_answer_is_live_first_and_settled_later(asked):
    jobs: dict[str, Job] = {}
    first = ask(asked, "here", jobs)
    assert (first.comparison.futures, first.settled) == (LIVE, False)
    assert jobs["here"].wait(120)
    second = ask(asked, "here", jobs)
    assert (second.comparison.futures, second.settled) == (FUTURES, True)
    assert (
        second.comparison.cell(*next(iter(second.comparison.cells)))
        .outcomes.iloc[:LIVE]
        .equals(first.comparison.cell(*next(iter(first.comparison.cells))).outcomes)
    ), "the first futures of the settled answer are those of the live one"


def test_a_settled_answer_that_others_pushed_out_stays_settled_where_it_was_made(asked):
    jobs: dict[str, Job] = {}
    ask(asked, "here", jobs)
    assert jobs["here"].wait(120)
    answers.clear()
    again = ask(asked, "here", jobs)
    assert again.settled, "a page that is told otherwise draws itself again for ever"
    assert again.comparison is jobs["here"].result
    assert not ask(question(State(seed=5), SCENARIOS, PLANS[:1]), "here", jobs).settled


def test_another_question_stops_the_work_for_the_last_one(asked):
    jobs: dict[str, Job] = {}
    hold = threading.Event()
    blocker = begin("blocker", lambda progress, stop: hold.wait(60), "elsewhere", jobs)
    ask(asked, "here", jobs)
    before = jobs["here"]
    ask(question(State(seed=5), SCENARIOS, PLANS[:1]), "here", jobs)
    hold.set()
    assert before.cancelled
    assert before.wait(60)
    assert before.result is None
    assert blocker.wait(60) and not blocker.cancelled
    assert jobs["here"].wait(120) and jobs["here"].result is not None


def test_work_stops_between_two_blocks(asked):
    jobs: dict[str, Job] = {}
    begun = threading.Event()

    def work(progress, stop):
        def note(done, total):
            progress(done, total)
            begun.set()

        return computed(asked, 100_000, note, stop)

    job = begin("long", work, "here", jobs)
    assert begun.wait(60)
    job.cancel()
    assert job.wait(60)
    assert job.result is None and job.error is None
    assert 0 < job.done < job.total
    assert remembered(asked, 100_000) is None


def test_work_in_the_background_waits_for_pages():
    jobs: dict[str, Job] = {}
    reached: list[str] = []

    def work(progress, stop):
        stop()
        reached.append("background")

    with computing._pages_first.computing():
        job = begin("any", work, "here", jobs)
        time.sleep(0.2)
        reached.append("page")
    assert job.wait(30)
    assert reached == ["page", "background"]


def test_a_failure_in_the_background_is_kept_and_told():
    def work(progress, stop):
        raise Mistake("no")

    job = begin("bad", work, "here", {})
    assert job.wait(30)
    assert isinstance(job.error, Mistake)


def test_several_sessions_at_once_get_the_same_numbers(asked):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(computed(asked, 50).to_dict())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(answers) == 4
    assert all(one == answers[0] for one in answers)


def test_dates_outside_the_calendar_are_refused_in_a_sentence():
    scenario = library.parse(
        "scenario", b'title = "Late"\n[[event]]\nkind = "donors_exit"\nwhen = 500\nshare = 0.5\n', "late"
    )
    with pytest.raises(Mistake, match="month"):
        computed(question(State().with_own(scenario)), 10)


def test_what_is_forgotten_while_it_is_looked_up_is_not_computed_by_a_page(asked, monkeypatch):
    """Another session's answer may push one out between two looks; a thousand futures are no work for a page."""
    computed(asked, 20)
    look = answers.get

    def look_and_forget(key):
        found = look(key)
        answers.clear()
        return found

    monkeypatch.setattr(answers, "get", look_and_forget)
    monkeypatch.setattr(computing, "compare", lambda *_, **__: pytest.fail("computed by a page"))
    assert remembered(asked, 20) is None
    one = question(State(), SCENARIOS, PLANS[:1])
    monkeypatch.undo()
    whole = computed(one, 20)
    monkeypatch.setattr(answers, "get", look_and_forget)
    monkeypatch.setattr(computing, "compare", lambda *_, **__: pytest.fail("computed by a page"))
    assert remembered(one, 20).to_dict() == whole.to_dict()


def test_what_fails_in_the_background_is_in_the_log_and_a_mistake_is_not(caplog):
    def fail(progress, stop):
        raise RuntimeError("no room")

    def refuse(progress, stop):
        raise Mistake("month 300 is none")

    for key, work in (("fails", fail), ("refused", refuse)):
        job = Job(key)
        job.run(work)
        assert job.ended and job.error is not None
    assert [str(one.exc_info[1]) for one in caplog.records] == ["no room"]
