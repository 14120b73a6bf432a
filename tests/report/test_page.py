"""The report says what the comparison says, needs nothing from outside, and shows foreign text as text."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
import re
from pathlib import Path

import pytest

from sim.evidence.recorded import recorded_evidence
from sim.files import library
from sim.files.context import Context
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.language.catalogue import texts
from sim.report import charts, findings, ranking, report_html, write_report
from sim.report.shares import Contrast, of_hundred
from sim.results.compare import Comparison, compare
from sim.results.intervals import Difference
from tests.report.reading_pages import COMMAND, DAY, read, unpacked

LIMIT = 6_000_000
SCRIPT = "<script>alert('mine')</script>"


def report(comparison: Comparison) -> str:
    return report_html(comparison, command=COMMAND, generated=DAY)


def parsed(kind: str, text: str, name: str) -> Scenario | Plan | Context:
    model = library.parse(kind, text.encode(), name)
    assert isinstance(model, Scenario | Plan | Context)
    return model


def test_it_is_small_and_well_formed(page: str) -> None:
    assert len(page.encode()) < LIMIT
    assert page.startswith("<!DOCTYPE html>")
    assert read(page).unclosed == []


def test_all_shipped_scenarios_and_plans_fit_into_one_file(comparison: Comparison) -> None:
    scenarios = [library.scenario(name) for name in library.names("scenario")]
    plans = [library.plan(name) for name in library.names("plan")]
    known = list(comparison.cells.values())
    cells = {
        (scenario.name, plan.name): dataclasses.replace(
            known[(row + column) % len(known)], scenario=scenario.name, plan=plan.name
        )
        for row, scenario in enumerate(scenarios)
        for column, plan in enumerate(plans)
    }
    everything = dataclasses.replace(comparison, scenarios=tuple(scenarios), plans=tuple(plans), cells=cells)
    assert len(report(everything).encode()) < LIMIT


@pytest.mark.parametrize(("number", "folded"), [(4, 0), (5, 5)])
def test_many_scenarios_are_folded_up_to_a_line_each(comparison: Comparison, number: int, folded: int) -> None:
    scenarios = tuple(library.scenario(name) for name in library.names("scenario")[:number])
    plan, cell = comparison.plans[0], next(iter(comparison.cells.values()))
    cells = {(one.name, plan.name): dataclasses.replace(cell, scenario=one.name, plan=plan.name) for one in scenarios}
    html = report(dataclasses.replace(comparison, scenarios=scenarios, plans=(plan,), cells=cells))
    found = read(html)
    folds = [attributes for tag, attributes in found.elements if attributes.get("class") == "scenario"]
    assert len(folds) == folded
    assert all("open" not in one for one in folds)
    assert found.text.count("still working in") - found.text.count("is still working in") >= folded
    assert scenarios[0].name in found.text


def test_a_single_other_plan_is_not_the_best_of_several(comparison: Comparison) -> None:
    two = read(report(dataclasses.replace(comparison, plans=comparison.plans[:2]))).text
    assert "the best of the other plans" not in two
    assert "With “Adaptive”, the other plan" in two


def test_half_of_the_futures_that_never_fell_took_no_months(comparison: Comparison) -> None:
    cell = comparison.cell("everything-at-once", "baseline")
    assert cell.recovery is not None
    unharmed = dataclasses.replace(cell, recovery=dataclasses.replace(cell.recovery, median=0.0, never=0.36))
    sentence = findings.recovery_in_words(unharmed, texts())
    assert sentence is not None
    assert sentence.startswith("At least half of the futures never fell below nine tenths")
    assert "36 of 100 fell below and are not back by the end" in sentence


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    found = read(page)
    for attribute in ("src", "srcset", "data", "poster", "action", "background"):
        assert found.values(attribute) == []
    assert all(link.startswith("#") for link in found.values("href"))
    assert not {tag for tag, _ in found.elements} & {"link", "iframe", "object", "embed", "img", "base", "form"}
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_only_the_report_s_own_scripts_may_run(page: str) -> None:
    found = read(page)
    policy = next(a["content"] for _, a in found.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy.replace("style-src 'unsafe-inline'", "")
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    running = [content for attributes, content in found.scripts if "type" not in attributes]
    assert {base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in running} == allowed


def test_links_inside_lead_somewhere_and_pictures_have_words(page: str) -> None:
    found = read(page)
    names = found.values("id")
    assert len(names) == len(set(names))
    assert {link.removeprefix("#") for link in found.values("href")} <= set(names)
    drawn = [attributes for _, attributes in found.elements if "data-picture" in attributes]
    assert [int(one["data-picture"]) for one in drawn] == sorted(int(one["data-picture"]) for one in drawn)
    assert len(drawn) == len(found.data()["figures"])
    assert all(len(one["aria-label"]) > 20 for one in drawn)


def test_numbers_are_those_of_the_comparison(comparison: Comparison, page: str) -> None:
    text = read(page).text
    titles = {one.name: one.title for one in (*comparison.scenarios, *comparison.plans)}
    for row in comparison.to_dict()["rows"]:
        working = {name: of_hundred(value) for name, value in row["working"].items()}
        assert f"{working['share']} {working['low']}–{working['high']}" in text  # noqa: RUF001
        if row["plan"] == "baseline":
            sentence = f"Still working in {working['share']} of 100 futures ({working['low']}–{working['high']})."  # noqa: RUF001
            assert f"{titles[row['scenario']]} {sentence}" in text
        if row["plan"] != "baseline" and row["against"]["low"] > 0:
            assert f"{of_hundred(row['against']['difference'])} more" in text


def test_the_headline_tells_the_calm_and_the_hardest_scenario(comparison: Comparison, page: str) -> None:
    rows = {(row["scenario"], row["plan"]): row for row in comparison.to_dict()["rows"]}
    calm, hard = (
        of_hundred(rows[name, "baseline"]["working"]["share"]) for name in ("calm-decade", "everything-at-once")
    )
    assert (
        "In Uruguay, an open data community with the plan “A bit of everything” is still working after 10 years in "
        f"{calm} of 100 futures if nothing unusual happens, "
        f"and in {hard} of 100 in the hardest scenario, “Everything at once”."
    ) in read(page).text


def test_the_headline_names_the_best_and_the_worst_of_several_plans(comparison: Comparison, page: str) -> None:
    means = {
        plan.title: ranking.mean_difference(findings.contrasts_of_plan(comparison, plan.name))
        for plan in comparison.plans[1:]
    }
    order = sorted(means, key=lambda title: -means[title])
    sentence = ranking.best_and_worst(comparison, texts())
    assert sentence in read(page).text
    assert sentence.index(f"“{order[0]}”") < sentence.index(f"“{order[-1]}” is worst")
    bullets = ranking.plans_in_short(comparison, texts())
    assert [one.split("”")[0] for one in bullets] == [f"“{title}" for title in order]
    two = dataclasses.replace(comparison, plans=comparison.plans[:2])
    assert ranking.best_and_worst(two, texts()) == ""


@pytest.mark.parametrize(
    ("differences", "finding"),
    [
        (
            (0.1, 0.2, 0.0),
            "clearly more futures still working in 2 of 3 scenarios (+10 to +20 of 100), too close to call in 1",
        ),
        (
            (-0.3, -0.1, 0.2),
            "clearly fewer futures still working in 2 of 3 scenarios "
            "(\N{MINUS SIGN}10 to \N{MINUS SIGN}30 of 100), clearly more in 1 (+20)",
        ),
        ((0.01, 0.0), "too close to call in 2 of 2 scenarios"),
    ],
)
def test_a_plan_in_short_says_where_and_how_much(differences: tuple[float, ...], finding: str) -> None:
    contrasts = [Contrast("", Difference(one, one - 0.05, one + 0.05)) for one in differences]
    assert ranking.plan_in_short(contrasts, "B", "A", texts()) == f"“B”, against “A”: {finding}"


def test_it_says_above_all_that_numbers_are_no_odds(comparison: Comparison, page: str) -> None:
    assert "The numbers are not the odds of a real community." in read(page).text
    assert "each community is judged by its own beginning" in read(page).text


def test_it_says_with_which_parameters_futures_live(single: str, page: str) -> None:
    assert "not the odds of a real community: they are those of one set of parameters of many" in read(single).text
    assert "All futures use one set of parameters" in read(single).text
    assert "one of the parameter sets that fit" not in read(single).text
    assert "All futures use one set of parameters" not in read(page).text
    assert "one of the parameter sets that fit" in read(page).text


def test_it_says_what_a_blow_cost_beside_the_same_futures_without_it(comparison: Comparison, page: str) -> None:
    text, cell = read(page).text, comparison.cell("everything-at-once", "baseline")
    assert cell.against_twin is not None
    twin = of_hundred(cell.working.share - cell.against_twin.difference)
    assert twin == of_hundred(comparison.cell("calm-decade", "baseline").working.share)
    assert f"Without the scenario’s events, {twin} of 100 of the very same futures would be working" in text  # noqa: RUF001
    lost = cell.months_lost()
    assert lost is not None
    told = f"In the 36 months from the first blow (January 2029) on, it loses {lost.median:.0f} months of data use"
    assert told in text


def test_it_says_how_many_comparisons_were_made(comparison: Comparison, page: str) -> None:
    assert f"This report makes {comparison.comparisons} paired comparisons" in read(page).text


def test_it_says_what_is_assumed_and_how_it_was_made(comparison: Comparison, page: str) -> None:
    text = read(page).text
    for words in (
        "explorations, not predictions",
        "at least half of the people and half of the data use that the community has today",
        "is a guess",
        "31 January 2027",
    ):
        assert words in text
    for words in (COMMAND, "python", "numba", "numpy", "mesa", "sobremesa"):
        assert words in text
    for source in comparison.context.sources.values():
        assert " ".join(source.split()) in text
    assert "money runs short" in text


def test_pictures_in_the_page_hold_what_the_charts_drew(comparison: Comparison, page: str) -> None:
    data = read(page).data()
    cell = comparison.cell("calm-decade", "baseline")
    drawn = [unpacked(line) for line in data["shared"]]
    for trace in charts.fan(cell, "reuse", comparison.context, texts()).data:
        close = max(abs(value) for value in trace.y) / 500
        assert any(
            len(line) == 121 and line[0] != "2027-01" and line == pytest.approx(list(trace.y), abs=close)
            for line in drawn
        )
    assert ["2027-01", "2037-01"] in [[line[0], line[-1]] for line in drawn]


def test_the_same_inputs_give_the_same_bytes(
    comparison: Comparison, page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(
        "SOURCE_DATE_EPOCH", str(int(datetime.datetime(2027, 1, 31, 12, tzinfo=datetime.UTC).timestamp()))
    )
    slower = dataclasses.replace(comparison, seconds=comparison.seconds + 1)
    path = write_report(slower, tmp_path / "report.html", command=COMMAND)
    assert path.read_text(encoding="utf-8") == page


def test_a_date_that_is_none_is_not_used(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    today = datetime.datetime.now(datetime.UTC).date()
    small = dataclasses.replace(comparison, plans=comparison.plans[:1], scenarios=comparison.scenarios[:1])
    dates = read(report_html(small, command=COMMAND)).values("datetime")
    assert datetime.date.fromisoformat(dates[0]) - today <= datetime.timedelta(days=1)


def test_a_folder_that_does_not_exist_is_one_mistake(comparison: Comparison, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="nothing was written"):
        write_report(comparison, tmp_path / "nowhere" / "report.html", command=COMMAND, generated=DAY)
    assert list(tmp_path.iterdir()) == []


def test_markup_of_users_stays_text() -> None:
    scenario = parsed("scenario", f'title = "{SCRIPT}"\nstory = "{SCRIPT}"\nidea = "{{{{ 7*7 }}}} %{{x}}"', "mine")
    plan = parsed(
        "plan",
        f'title = "</script>{SCRIPT}"\n'
        f'[[trigger]]\nname = "{SCRIPT}"\nmeasure = "people"\nbelow = 60\nlevers.stance = 0.5',
        "mine",
    )
    context = parsed("context", f'title = "&lt;{SCRIPT}"\nmonths = 12\nsources."size.donors" = "{SCRIPT}"', "mine")
    assert isinstance(scenario, Scenario)
    assert isinstance(plan, Plan)
    assert isinstance(context, Context)
    comparison = compare((scenario,), ("baseline", plan), context, futures=10)
    html = report_html(comparison, command=f'sobremesa "{SCRIPT}"', generated=DAY)
    found = read(html)
    assert len(found.scripts) == 3
    assert SCRIPT not in html
    assert found.text.count(SCRIPT) >= 6
    assert "{{ 7*7 }} %{x}" in found.text
    assert "&lt;" + SCRIPT in found.text


@pytest.fixture(scope="module")
def single() -> str:
    return report(compare(("calm-decade",), ("baseline",), futures=10, parameters="default"))


def test_one_scenario_and_one_plan_are_enough(single: str) -> None:
    text = read(single).text
    assert "This report has one plan only." in text
    assert "This report makes no paired comparisons." in text
    assert "Signposts" not in text
    assert "signposts" not in read(single).values("id")
    assert "Nothing in this scenario strikes the community" in text
    assert "10 futures each for 1 scenario and 1 plan." in text
    assert "Against" not in text.split("All plans in this scenario")[1].split("Last year")[0]


def test_a_community_of_the_user_s_own_without_donors() -> None:
    context = parsed(
        "context",
        'title = "Our circle"\nstart = "2026-09"\nmonths = 30\n'
        "[size]\ndonors = 0\nchampions = 0\nnational_governments = 0\nlocal_governments = 1\nactivists = 12\n"
        '[[government]]\nname = "The city"\ntier = "local"\n'
        '[[members]]\nname = "Founders"\ncount = 5\nactive = true\n',
        "circle",
    )
    assert isinstance(context, Context)
    comparison = compare(("calm-decade", "champions-leave"), ("baseline", "adaptive"), context, futures=20)
    text = read(report(comparison)).text
    assert (
        "Our circle: an open data community with the plan “A bit of everything” is still working after 30 months"
        in text
    )
    assert "Governments listed by name: 1." in text
    assert "Groups of members listed by name: 1." in text
    assert "This context names no sources" in text


def test_the_report_shows_what_does_not_fit_before_what_does(comparison: Comparison, page: str) -> None:
    evidence = recorded_evidence(comparison.parameter_sets)
    assert evidence is not None
    text = read(page).text
    section = text[text.rindex("How far the model agrees with the world") :]
    missed = [row for row in evidence.counted if row.verdict not in ("inside", "near")]
    assert missed
    places = [section.index(f"Pattern {row.pattern.number}, ") for row in missed]
    close = len(evidence.counted) - len(missed)
    assert places == sorted(places) and places[-1] < section.index(f"{close} of {len(evidence.counted)} patterns")
