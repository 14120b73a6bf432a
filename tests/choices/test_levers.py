"""Where the best value of a dial lies, what it costs, and how that is said."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

import sim
from sim.choices import sentences, study
from sim.choices.answers import DEPENDS, END, FEW, INSIDE, LEAST, SILENT, Finding, findings, smallest_clear
from sim.choices.dials import dials_of
from sim.choices.study import OUTCOMES, Arm, Levers, levers
from sim.choices.tables import to_dict
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.language.catalogue import LANGUAGES, texts
from sim.report.levers_page import page
from sim.robustness.trial import Trial
from sim.world.levers import ACTIVITIES, LEVERS
from tests.choices.conftest import ASKED, CALM, FUNDERS, FUTURES, MIDDLE, working_under

LEFT_OVER = re.compile(r"\{|\}|levers\.|terms\.")
ENGLISH = re.compile(r"\b(the|of|and|which|with|are|is|in|futures|still|working|no|value|values)\b")


def known(found: Levers) -> dict[str, Finding]:
    return {one.dial.name: one for one in findings(found)}


def test_what_was_put_there_is_found(planted_levers: Levers) -> None:
    of = known(planted_levers)
    assert {name: one.verdict for name, one in of.items()} == {
        "breadth": DEPENDS, "reserve_months": SILENT, "voice": SILENT, "publish": INSIDE, "mobilise": INSIDE,
        "diversification": END,
    }  # fmt: skip
    assert of["breadth"].depends_on == ("scenario",)
    calm, funders, together = of["breadth"].answers
    assert [of["breadth"].dial.values[one.best] for one in (calm, funders)] == [5, 1]
    assert together.against[0].difference == 0.0
    assert of["breadth"].serving == ()
    assert of["publish"].serving == (1.0,)
    assert of["mobilise"].serving == (2.0,)
    assert of["diversification"].serving == (1.0,)


def test_the_price_is_named(planted_levers: Levers) -> None:
    of = known(planted_levers)
    gain = of["mobilise"].gain
    assert gain is not None
    assert [one.outcome for one in gain.prices] == ["cover", "runway"]
    cover, runway = (one.difference for one in gain.prices)
    assert cover.difference == pytest.approx(-0.1, abs=1e-3)
    assert runway.difference == pytest.approx(-3.0, abs=0.02)
    assert of["diversification"].is_free
    assert of["breadth"].gain is not None
    assert of["breadth"].gain.prices == ()
    elsewhere = of["breadth"].gain.elsewhere
    assert elsewhere is not None
    assert elsewhere.group.name != of["breadth"].gain.answer.group.name
    loss = of["publish"].loss
    assert loss is not None
    assert of["publish"].dial.values[loss[1]] == 0.0


GOLDEN = {
    "en": """\
For 1 of 6 dials the best value depends on the scenario (breadth). With 200 futures a difference below about 8 of 100 \
in one place cannot be told from luck. No value serves everywhere for 1 of these \
(breadth). For 2, a value inside the range serves everywhere (mobilise and publish). For 1, only an end of the \
range does (diversification). At no price that was looked at, and so no real choice: 1 of these (diversification). \
For 2, no value is shown to move the futures still working by 3 of 100 or more (voice and reserve_months). The plan's \
own value serves everywhere for 3 of 6.
breadth: what is best depends on the scenario: 5 in calm-decade (+15) and 1 in big-funders-go (+15). No value \
serves everywhere. At 5, 15 more of 100 still work in calm-decade than at the plan's 3 (10 to 20). Nothing else \
that was looked at gets clearly worse anywhere. In big-funders-go the same value costs 15 of 100 (10 to 20). At 1, \
15 fewer of 100 still work in calm-decade (10 to 20).""",
    "es": """\
Para 1 de 6 mandos el mejor valor depende del escenario (breadth). Con 200 futuros, una diferencia de \
menos de unos 8 de 100 en un lugar no se distingue del azar. Ningún valor sirve en todas partes para 1 de \
estos (breadth). Para 2, un valor dentro del rango sirve en todas partes (mobilise y publish). Para 1, solo lo \
hace un extremo del rango (diversification). Sin precio alguno entre lo que se miró, y por tanto sin verdadera \
elección: 1 de estos (diversification). Para 2, no se ve que ningún valor cambie en 3 de 100 o más los futuros que \
siguen funcionando (voice y reserve_months). El valor propio del plan sirve en todas partes para 3 de 6.
breadth: lo mejor depende del escenario: 5 en calm-decade (+15) y 1 en big-funders-go (+15). Ningún valor sirve en \
todas partes. Con 5 siguen funcionando 15 más de 100 en calm-decade que con el valor del plan, 3 (10 a 20). Nada \
más de lo que se miró empeora claramente en ninguna parte. En big-funders-go el mismo valor cuesta 15 de 100 (10 a \
20). Con 1 siguen funcionando 15 menos de 100 en calm-decade (10 a 20).""",
    "fr": """\
Sur 6 réglages, la meilleure valeur dépend du scénario pour 1 (breadth). Avec 200 futurs, une différence de moins \
d'environ 8 sur 100 dans un lieu ne se distingue pas du hasard. Aucune valeur ne convient partout pour 1 \
de ceux-ci (breadth). Pour 2, une valeur à l'intérieur de la plage convient partout (mobilise et publish). Pour 1, \
seule une extrémité de la plage convient partout (diversification). Sans aucun prix parmi ce qui a été regardé, \
donc sans vrai choix : 1 de ceux-ci (diversification). Pour 2, on ne voit aucune valeur changer de 3 sur 100 ou \
plus les futurs qui fonctionnent encore (voice et reserve_months). La valeur du plan convient partout pour 3 sur \
6.
breadth : le mieux dépend du scénario : 5 dans calm-decade (+15) et 1 dans big-funders-go (+15). Aucune valeur ne \
convient partout. À 5, 15 de plus sur 100 fonctionnent encore dans calm-decade qu'à la valeur du plan, 3 (10 à \
20). Rien d'autre de ce qui a été regardé n'empire clairement où que ce soit. Dans big-funders-go, la même valeur \
coûte 15 sur 100 (10 à 20). À 1, 15 de moins sur 100 fonctionnent encore dans calm-decade (10 à 20).""",
}
"""The bottom line and one dial, with plain apostrophes and spaces, names as they are typed."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bottom_line_counts_every_dial_once_and_a_dial_is_told_whole(planted_levers: Levers, language: str) -> None:
    words = texts(language)
    said = [
        sentences.bottom_line(planted_levers, findings(planted_levers), words, typed=True),
        sentences.dial_sentences(planted_levers, known(planted_levers)["breadth"], words, typed=True),
    ]
    assert plainly("\n".join(said)) == GOLDEN[language]


def plainly(text: str) -> str:
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("\N{NO-BREAK SPACE}", " ")


def test_the_price_is_told(planted_levers: Levers) -> None:
    said = sentences.dial_sentences(planted_levers, known(planted_levers)["mobilise"], texts())
    assert (
        "Its price, where it is highest: political cover with 10 fewer of 100 governments and 3.0 months less runway."
        in said
    )


def test_more_futures_tell_smaller_differences(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [planted_with(monkeypatch, futures, ("breadth", "mobilise")) for futures in (200, 800)]
    few, many = (smallest_clear(findings(one)) for one in found)
    assert many == pytest.approx(few / 2.0, rel=0.1)


def test_where_none_depends_it_is_not_shown_rather_than_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = planted_with(monkeypatch, 200, ("voice", "reserve_months"))
    assert smallest_clear(findings(found)) == LEAST
    said = sentences.bottom_line(found, findings(found), texts())
    assert said.startswith(
        "For none of 2 dials is the best value shown to depend on the scenario; more futures may show some. With 200 "
        "futures a difference below about 3 of 100 in one place cannot be told from luck."
    )


def test_of_few_futures_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    found = planted_with(monkeypatch, 49, ASKED)
    few = findings(found)
    assert {one.verdict for one in few} == {FEW}
    assert sentences.overviews(found, few, texts()) == []
    bottom = sentences.bottom_line(found, few, texts())
    assert bottom == "49 futures are too few to say where any best value lies; ask for 50 or more."
    said = sentences.dial_sentences(found, few[0], texts(), typed=True)
    assert said == "voice: too few futures to say where its best value lies; 50 are needed."


def test_a_value_that_serves_everywhere_is_a_compromise_beside_what_is_best(monkeypatch: pytest.MonkeyPatch) -> None:
    found = planted_with(monkeypatch, 200, ("breadth",), {1: (-6, 6), 2: (-3, 3), 4: (3, -3), 5: (6, -6)})
    (breadth,) = findings(found)
    assert breadth.verdict == DEPENDS
    said = sentences.dial_sentences(found, breadth, texts(), typed=True)
    assert said.startswith(
        "breadth: 3 is a safe compromise; who knows the scenario may do better with 5 in calm-decade (+3) and "
        "1 in big-funders-go (+3)."
    )


def test_a_difference_below_the_bar_justifies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = planted_with(monkeypatch, 200, ("breadth",), {1: (-5, -5), 2: (5, 5), 4: (0, 0), 5: (0, 0)})
    (breadth,) = findings(found)
    assert breadth.verdict == INSIDE
    assert breadth.own_serves
    assert breadth.loss is None
    said = sentences.dial_sentences(found, breadth, texts(), typed=True)
    assert "At 1, 5 fewer of 100 still work in calm-decade than at 2" in said


def test_every_dial_has_its_best_other_value_and_the_price(planted_levers: Levers) -> None:
    rows = {one[0]: one for one in sentences.overviews(planted_levers, findings(planted_levers), texts())[-1].rows}
    assert len(rows) == len(planted_levers.dials)
    of = {one.dial.name: one.runner for one in findings(planted_levers)}
    assert [one.outcome for one in of["mobilise"].prices] == ["cover", "runway"]
    assert of["mobilise"].difference.difference == pytest.approx(0.15)
    assert of["reserve_months"].difference.difference == 0.0


def planted_with(
    monkeypatch: pytest.MonkeyPatch,
    futures: int,
    asked: tuple[str, ...],
    by_breadth: dict[int, tuple[int, int]] | None = None,
) -> Levers:
    """The planted dials in so many futures; or breadth alone, with so many more of 200 working in calm and without."""

    def lived_so(plan: Plan, trials: list[Trial]) -> Arm:
        working, outcomes = [], []
        for trial in trials:
            for scenario in trial.scenarios:
                more = (by_breadth or {}).get(int(plan.levers["breadth"]), (0, 0))[scenario.name != CALM]
                number = working_under(plan, scenario.name) if by_breadth is None else MIDDLE + more
                working.append(np.arange(futures) < number * futures / FUTURES)
                outcomes.append(np.ones((futures, len(OUTCOMES))))
        return Arm(np.stack(working), np.stack(outcomes))

    monkeypatch.setattr(study, "lived", lived_so)
    return levers((CALM, FUNDERS), only=asked, futures=futures, parameters="default")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_in_every_language(planted_levers: Levers, language: str) -> None:
    words, found = texts(language), findings(planted_levers)
    said = [sentences.bottom_line(planted_levers, found, words), *sentences.notes(planted_levers, words)]
    said += [sentences.dial_sentences(planted_levers, one, words) for one in found]
    for table in sentences.overviews(planted_levers, found, words):
        said += [table.title, *table.columns, *(cell for row in table.rows for cell in row)]
    assert [one for one in said if LEFT_OVER.search(one)] == []
    if language != "en":
        assert [one for one in said if ENGLISH.search(one.replace(" no ", ""))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_alone(planted_levers: Levers, language: str) -> None:
    html = page(planted_levers, "sobremesa levers", language)
    without_scripts = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert not re.search(r"""(src|href)=["']https?://""", without_scripts)
    assert texts(language)("levers.kicker") in html
    assert html.count("data-picture=") == 4


def test_json_has_every_dial_value_and_place(planted_levers: Levers) -> None:
    found = json.loads(json.dumps(to_dict(planted_levers), default=str))
    assert [one["dial"] for one in found["dials"]] == [one.name for one in planted_levers.dials]
    assert len(found["rows"]) == 2 * sum(len(one.values) for one in planted_levers.dials)
    own = [one for one in found["rows"] if one["own"]]
    assert all(one["against"]["working"]["difference"] == 0.0 for one in own)
    assert {"best_value", "depends_on", "serving", "own_serves", "free", "gain", "answers"} <= set(found["dials"][0])
    assert set(found["rows"][0]["against"]) == {
        "working", "years", "people", "reuse", "cover", "runway", "early_people", "early_reuse",
    }  # fmt: skip


def test_arms_are_the_futures_of_everybody_else() -> None:
    found = levers(("calm-decade", "everything-at-once"), only=("breadth",), futures=20, parameters="default")
    dial, arms = found.dial("breadth")
    assert arms[dial.values.index(dial.own)] is found.usual
    wide = dial.plan(found.plan, 5.0)
    assert wide.levers["breadth"] == 5
    for place, (context, scenario) in enumerate(found.places):
        data = sim.simulate(scenario, wide, context, futures=20, parameters="default")
        table = sim.outcomes(data)
        assert np.array_equal(arms[-1].working[place], table["working"].to_numpy())
        assert np.array_equal(arms[-1].outcomes[place][:, 0], table["years_working"].to_numpy())
        assert np.array_equal(arms[-1].outcomes[place][:, 1], data["people"].to_numpy()[:, -12:].mean(axis=1))


def test_every_dial_holds_the_plans_own_value_and_both_ends() -> None:
    dials = {one.name: one for one in dials_of(sim.plan("baseline"))}
    assert list(dials) == [*(one.name for one in LEVERS), *(one.name for one in ACTIVITIES)]
    for lever in LEVERS:
        assert dials[lever.name].values[0] == lever.low
        assert dials[lever.name].values[-1] == lever.high
    assert all(one.own in one.values for one in dials.values())
    assert dials["train"].values == (0.0, 0.5, 1.0, 2.0, 4.0)


def test_a_weight_is_relative_to_the_plans_own_weights() -> None:
    heavy = Plan.model_validate({"name": "heavy", "effort": {one.name: 10.0 for one in ACTIVITIES}})
    (train,) = dials_of(heavy, ["train"])
    assert train.own == 1.0
    assert train.plan(heavy, 4.0).effort["train"] == pytest.approx(40.0)


def test_what_is_all_of_the_effort_is_no_dial() -> None:
    only = Plan.model_validate(
        {"name": "only", "effort": {one.name: float(one.name == "publish") for one in ACTIVITIES}}
    )
    assert "publish" not in [one.name for one in dials_of(only)]
    with pytest.raises(Mistake, match="plan 'only' does nothing but publish"):
        levers(("calm-decade",), only, only=("publish",), futures=1)
