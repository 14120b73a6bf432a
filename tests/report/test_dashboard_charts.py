"""The pictures that the dashboard adds show the numbers of their tables, and each can be told in a sentence."""

from __future__ import annotations

import dataclasses

import numpy as np
import plotly.graph_objects as go
import pytest

from sim.engines.mesa_model import CommunityModel
from sim.files import library
from sim.files.context import Context
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.language.catalogue import LANGUAGES, texts
from sim.report.network import TIRED, actor_network, actor_network_words, actors_now
from sim.report.stressing import stress_grid, stress_grid_words
from sim.report.timeline import event_timeline, event_timeline_words, happenings
from sim.report.tornado import MOST_ROWS, Swing, tornado, tornado_words
from sim.report.variance import Split, variance_split, variance_split_words

WORDS = texts()
MARKUP = "<b>bold</b>"


def traces(figure: go.Figure, meta: str) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.meta == meta]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.model_validate(
        {
            "name": "s", "title": MARKUP,
            "event": [
                {"kind": "pandemic", "when": "2028-03", "level": 0.5, "months": 12},
                {"kind": "salience", "when": 5, "theme": "housing", "change": 0.5},
                {"kind": "turnover", "when": 3, "share": 0.25},
            ],
        }
    )  # fmt: skip


def test_a_timeline_has_every_election_term_after_term(scenario: Scenario) -> None:
    context = library.context("uruguay")
    elections = [one.month for one in happenings(scenario, context, WORDS) if one.sort == "election"]
    assert [context.date_of(month) for month in elections] == ["2030-03", "2035-03", "2030-07", "2035-07"]


def test_a_timeline_has_every_event_in_order_with_its_end_and_size(scenario: Scenario) -> None:
    context = library.context("uruguay")
    events = [one for one in happenings(scenario, context, WORDS) if one.sort in ("harm", "help")]
    assert [(one.month, one.end, one.sort, one.size) for one in events] == [
        (3, 3, "harm", "25%"), (5, 124, "help", "+0.5 · Housing"), (14, 25, "harm", "strength 50%"),
    ]  # fmt: skip
    figure = event_timeline(scenario, context, WORDS)
    assert "<b>" not in figure.layout.title.text
    assert list(traces(figure, "help")[0].x) == ["2027-06", "2037-01"]
    words = event_timeline_words(scenario, context, WORDS)
    assert "March 2028 to February 2029: Pandemic (strength 50%)." in words
    assert words.index("Change of government") < words.index("Attention") < words.index("Election: national")


def test_dates_that_luck_draws_are_said_to_be_drawn(scenario: Scenario) -> None:
    drawn = WORDS("timeline.drawn")
    for context, number in ((library.context("uruguay"), 0), (library.context("mexico"), 1), (Context(name="c"), 2)):
        notes = [one.text for one in event_timeline(scenario, context, WORDS).layout.annotations]
        assert notes.count(drawn) == number


def test_a_plan_s_stages_and_grants_stand_on_the_timeline_too(scenario: Scenario) -> None:
    plan = Plan.model_validate(
        {
            "name": "p",
            "trigger": [{"name": MARKUP, "month": 9, "retarget": True}],
            "grant": [{"from": 2, "months": 3, "staff_months": 1.5}],
            "fr": {"names": {MARKUP: "ensuite"}},
        }
    )
    context = library.context("uruguay")
    planned = [one for one in happenings(scenario, context, texts("fr"), plan) if one.sort == "planned"]
    stage, grant = planned
    assert (stage.month, stage.end, stage.size) == (9, 9, "ensuite")
    assert (grant.month, grant.end, grant.size) == (2, 4, "1,5 mois-personne par mois")
    figure = event_timeline(scenario, context, WORDS, plan)
    assert all("<b>" not in text for trace in figure.data for text in trace.text)


def test_what_lies_beyond_the_horizon_is_not_drawn() -> None:
    context = library.context("uruguay").model_copy(update={"months": 60})
    late = Scenario.model_validate({"name": "s", "event": [{"kind": "scandal", "when": 61, "share": 0.5}]})
    assert [one.sort for one in happenings(late, context, WORDS)] == ["election", "election"]


@pytest.fixture(scope="module")
def model() -> CommunityModel:
    model = CommunityModel("calm-decade", "baseline", "uruguay", future=3, parameters="default")
    while model.month < 12:
        model.step()
    world, donors = model.world, model.world.donors
    donors["is_open"][np.flatnonzero(donors["months_left"] == 0)[0]] = False
    world.calendars["hostile"][world.governments["calendar"][0]] = True
    world.activists["energy"][np.flatnonzero(world.activists["active"])[0]] = TIRED / 2
    return model


def test_a_network_shows_everybody_once_in_their_condition(model: CommunityModel) -> None:
    figure, world = actor_network(actors_now(model), WORDS), model.world
    shown = {trace.meta: len(trace.x) for trace in figure.data if trace.meta != "line"}
    active, energy = world.activists["active"], world.activists["energy"]
    assert shown["member well"] == (active & (energy >= TIRED)).sum()
    assert shown["member worn"] == (active & (energy < TIRED)).sum() > 0
    assert shown["member away"] == (~active).sum()
    posts = world.champions["in_post"]
    assert shown["post away"] == (~posts).sum()
    assert shown["post well"] == posts.sum()
    assert shown["donor paying"] == (world.donors["months_left"] > 0).sum()
    assert shown["donor closed"] == ((world.donors["months_left"] == 0) & ~world.donors["is_open"]).sum() > 0
    hostile = world.calendars["hostile"][world.governments["calendar"]]
    assert shown["government hostile"] == hostile.sum() > 0
    lines = (world.donors["months_left"] > 0).sum() + (world.governments["open_door"] >= 0.5).sum()
    assert len(traces(figure, "line")) == lines


def test_everybody_stands_in_the_same_place_every_month(model: CommunityModel) -> None:
    def places(figure: go.Figure) -> set[tuple[float, float]]:
        return {
            (x, y) for trace in figure.data if trace.meta.startswith(("member", "post", "donor", "government"))
            for x, y in zip(trace.x, trace.y, strict=True)
        }  # fmt: skip

    now = actors_now(model)
    later = dataclasses.replace(
        now, members=tuple(dataclasses.replace(one, active=not one.active) for one in now.members),
        donors=tuple(dataclasses.replace(one, months_left=0, is_open=False) for one in now.donors),
    )  # fmt: skip
    assert places(actor_network(now, WORDS)) == places(actor_network(later, WORDS))
    everybody = len(now.members) + len(now.donors) + sum(1 + len(one.posts) for one in now.governments)
    assert len(places(actor_network(now, WORDS))) == everybody


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_network_can_be_told(model: CommunityModel, language: str) -> None:
    words, now = texts(language), actors_now(model)
    said = actor_network_words(now, words)
    assert str(sum(one.active for one in now.members)) in said
    paying = next(number for number, one in enumerate(now.donors, start=1) if one.months_left > 0)
    assert words("actor.donor", number=str(paying)) in said


def test_a_community_without_donors_or_champions_can_be_drawn() -> None:
    context = Context.model_validate(
        {"name": "c", "size": {"donors": 0, "champions": 0, "national_governments": 0, "local_governments": 1,
                               "activists": 2}}
    )  # fmt: skip
    now = actors_now(CommunityModel("calm-decade", "baseline", context))
    written = [one.text for one in actor_network(now, WORDS).layout.annotations]
    assert WORDS("network.members") in written
    assert WORDS("network.donors") not in written
    assert WORDS("network.nobody") in actor_network_words(now, WORDS)


def test_a_stress_grid_has_a_square_for_what_is_known_that_says_where_it_is() -> None:
    shares = [[0.8, 0.5], [np.nan, 0.1]]
    figure = stress_grid(shares, ["none", "all"], ["calm", "hard"], (MARKUP, "Donors leave"), WORDS)
    (squares,) = traces(figure, "square")
    assert [list(one) for one in squares.customdata] == [[0, 0], [0, 1], [1, 1]]
    assert list(squares.text) == ["80", "50", "10"]
    assert "<b>" not in figure.to_json().replace("\\u003c", "<")
    assert len({*squares.marker.color}) == 3
    said = stress_grid_words(shares, ["none", "all"], ["calm", "hard"], ("Elections", "Donors leave"), WORDS)
    assert "Elections all, Donors leave hard: still working in 10 of 100 futures." in said
    assert "nan" not in said


def test_a_tornado_puts_the_longest_bar_on_top_and_begins_at_the_usual() -> None:
    swings = [Swing(MARKUP, 50, 55), Swing("B", 70, 30, "0", "1"), *(Swing(f"c{n}", 50, 51) for n in range(20))]
    figure = tornado(swings, 52, "futures of 100", WORDS)
    low, high = figure.data
    assert len(low.y) == MOST_ROWS
    assert figure.layout.yaxis.categoryarray[-2:] == ("&lt;b&gt;bold&lt;/b&gt;", "B")
    assert (low.base + low.x[0], high.base + high.x[0]) == (70, 30)
    assert low.text[0] == "70 (0)"
    assert "B: 70 at 0, 30 at 1." in tornado_words(swings, 52, "futures of 100", WORDS)


def test_of_two_ends_on_one_side_only_the_outer_one_has_a_number() -> None:
    """The other would stand inside the longer bar."""
    swings = [Swing("up", 60, 80), Swing("down", 10, 40, "few"), Swing("both", 40, 65), Swing("one", 52, 60),
              Swing("still", 55, 55)]  # fmt: skip
    low, high = tornado(swings, 52, "futures of 100", WORDS).data
    written = dict(zip(low.y, zip(low.text, high.text, strict=True), strict=True))
    assert written == {
        "up": ("", "80"), "down": ("10 (few)", ""), "both": ("40", "65"), "one": ("52", "60"), "still": ("55", ""),
    }  # fmt: skip
    assert all(low.hovertext)
    assert all(high.hovertext)


def test_a_variance_split_adds_up_and_says_which_part_is_larger() -> None:
    splits = [Split("Working", 0.7, 0.3), Split("Money", 0.02, 0.98)]
    figure = variance_split(splits, WORDS)
    luck, unknown = figure.data
    assert [a + b for a, b in zip(luck.x, unknown.x, strict=True)] == pytest.approx([100, 100])
    assert list(luck.text) == ["70%", ""]
    assert figure.layout.title.text == "Working: the largest part is luck and which community it is (70%)"
    said = "Money: luck and which community it is 2%; what we do not know 98%."
    assert variance_split_words(splits, WORDS).endswith(said)
    assert variance_split([], WORDS).layout.title.text == ""


def test_a_variance_split_shows_which_community_it_is_and_says_where_it_cannot_be_told() -> None:
    splits = [Split("Working", 0.45, 0.35, 0.2), Split("Money", 0.9, 0.09, 0.01, doubtful=True)]
    figure = variance_split(splits, WORDS)
    assert [one.meta for one in figure.data] == ["luck", "community", "unknown"]
    assert np.sum([one.x for one in figure.data], axis=0) == pytest.approx([100, 100])
    assert figure.layout.title.text == "Working: the largest part is luck (45%)"
    working, money = variance_split_words(splits, WORDS).split(" Money: ")
    assert working == "Working: luck 45%; which community it is 20%; what we do not know 35%."
    assert money.endswith("cannot be told from none with so many futures.")
