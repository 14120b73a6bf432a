"""The share link: what goes in comes out, and nothing else comes in."""

from __future__ import annotations

import base64
import contextlib
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.editing import Slip
from dashboard.share import LARGEST_CONTENT, LONGEST_TOKEN, VERSION, address, decode, encode
from dashboard.state import LANGUAGES, LARGEST_SEED, MOST_COMPARED, State
from sim.files import library
from sim.files.mistakes import Mistake
from sim.files.plan import Plan
from sim.files.scenario import Scenario
from sim.language.catalogue import texts


def token_of(content: object) -> str:
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(content).encode())).decode().rstrip("=")


def names(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from(library.names(kind))


def several(kind: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(names(kind), min_size=1, max_size=MOST_COMPARED, unique=True).map(tuple)


titles = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=40)
own_plans = st.builds(
    lambda title, reserve, weight: Plan.model_validate(
        {"name": "my-plan", "title": title, "levers": {"reserve_months": reserve}, "effort": {"train": weight}}
    ),
    titles, st.floats(0, 12), st.floats(0, 5),
)  # fmt: skip
own_scenarios = st.builds(
    lambda title, month, share: Scenario.model_validate(
        {"name": "my-decade", "title": title, "event": [{"kind": "donors_exit", "when": month, "share": share}]}
    ),
    titles, st.integers(1, 120), st.floats(0, 1),
)  # fmt: skip
setting_values = st.one_of(st.booleans(), st.integers(-1000, 1000), st.floats(-10, 10), st.text("abc ñé", max_size=20))


@st.composite
def states(draw: st.DrawFn) -> State:
    plans = draw(st.lists(own_plans, max_size=1))
    scenarios = draw(st.lists(own_scenarios, max_size=1))
    return State(
        language=draw(st.sampled_from(LANGUAGES)), context=draw(names("context")),
        scenario=draw(st.sampled_from([*library.names("scenario"), *(one.name for one in scenarios)])),
        plan=draw(st.sampled_from([*library.names("plan"), *(one.name for one in plans)])),
        scenarios=draw(several("scenario")), plans=draw(several("plan")), seed=draw(st.integers(0, LARGEST_SEED)),
        future=draw(st.integers(0, 999)), parameters=draw(st.sampled_from(("default", "plausible"))),
        own_plans=tuple(plans), own_scenarios=tuple(scenarios),
        settings=draw(st.dictionaries(st.sampled_from(("stress.rows", "why.outcome", "lab.n")), setting_values)),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(states())
def test_what_goes_into_a_link_comes_out(state):
    token = encode(state)
    again = decode(token, state.language)
    assert again == state
    assert encode(again) == token
    assert len(token) <= LONGEST_TOKEN


def test_the_first_screen_needs_no_token():
    assert encode(State()) == ""
    assert decode("", "en") == State()
    assert address("http://host/compare", State(language=LANGUAGES[-1])) == f"http://host/compare?lang={LANGUAGES[-1]}"


def test_links_are_short():
    changed = State(scenario="hostile-successors", plan="adaptive", context="kenya", seed=7)
    assert len(encode(changed)) < 120


def test_names_of_people_travel_only_in_the_token():
    context = library.parse("context", b'title = "Ours"\n[[donor]]\nname = "Fondo Secreto"\nmonthly = 1.0\n', "ours")
    state = State().with_own(context)
    assert "Fondo" not in address("http://host/", state)
    assert decode(encode(state), "en").context_file() == context


HOSTILE = {
    "no letters of a token": "%%%",
    "letters outside ASCII": "ñandú",
    "a cut token": encode(State(seed=7))[:-6],
    "something behind the token": encode(State(seed=7)) + "AAAA",
    "no JSON": base64.urlsafe_b64encode(zlib.compress(b"hello")).decode(),
    "too long": "A" * (LONGEST_TOKEN + 1),
    "a bomb": base64.urlsafe_b64encode(zlib.compress(b"0" * 2_500_000, 9)).decode(),
    "another version": token_of({"v": VERSION + 1, "p": {}}),
    "no table": token_of([1, 2]),
    "no parts": token_of({"v": VERSION}),
    "an unknown field": token_of({"v": VERSION, "p": {"root": True}}),
    "a path for a name": token_of({"v": VERSION, "p": {"scenario": "/etc/passwd"}}),
    "a path of a file": token_of({"v": VERSION, "p": {"plan": "../../x.toml"}}),
    "a number for a name": token_of({"v": VERSION, "p": {"context": 3}}),
    "a seed beyond": token_of({"v": VERSION, "p": {"seed": LARGEST_SEED + 1}}),
    "a truth for a seed": token_of({"v": VERSION, "p": {"seed": True}}),
    "too many plans": token_of({"v": VERSION, "p": {"plans": list(library.names("plan"))}}),
    "the same plan twice": token_of({"v": VERSION, "p": {"plans": ["baseline", "baseline"]}}),
    "an own file under a shipped name": token_of({"v": VERSION, "p": {"own_plans": [{"name": "adaptive"}]}}),
    "an own file that is none": token_of({"v": VERSION, "p": {"own_plans": ["adaptive"]}}),
    "an own file that is wrong": token_of({"v": VERSION, "p": {"own_plans": [{"name": "x", "levers": {"voice": 9}}]}}),
    "own files that are no list": token_of({"v": VERSION, "p": {"own_plans": {"name": "x"}}}),
    "not a number": token_of({"v": VERSION, "p": {"settings": {"a": float("nan")}}}),
    "deeply nested": base64.urlsafe_b64encode(zlib.compress(b"[" * 60_000)).decode(),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_tokens_are_refused_in_a_sentence(what):
    with pytest.raises(Mistake) as refused:
        decode(HOSTILE[what], "en")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_what_is_wrong_with_a_link_is_said_in_the_language_of_its_reader(opened, language):
    for what in ("a cut token", "too long", "a bomb", "another version", "an unknown field", "a path for a name"):
        with pytest.raises(Slip) as refused:
            decode(HOSTILE[what], language)
        slip = refused.value
        said = [texts(code)(f"dashboard.slip.{slip.key}", **slip.gaps) for code in ("en", language)]
        assert said[0] == str(slip)
        assert said[0] != said[1]
    page = opened(lang=language, s=HOSTILE["another version"])
    assert texts(language)("dashboard.slip.link_version") in page.warning[0].value


def test_a_link_that_was_cut_is_not_called_one_of_another_version():
    for cut in (1, 6, 20):
        with pytest.raises(Slip, match="damaged"):
            decode(encode(State(seed=7, plan="adaptive", context="kenya"))[:-cut], "en")


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
)
def test_no_token_does_anything_but_be_refused(token):
    with contextlib.suppress(Mistake):
        decode(token, "en")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*State.model_fields, "else"]), json_values, max_size=4))
def test_no_content_does_anything_but_be_refused(content):
    with contextlib.suppress(Mistake):
        assert isinstance(decode(token_of({"v": VERSION, "p": content}), "en"), State)


def test_a_bomb_is_not_unpacked():
    bomb = base64.urlsafe_b64encode(zlib.compress(b"0" * 2_500_000, 9)).decode()
    assert len(bomb) <= LONGEST_TOKEN
    assert len(zlib.decompressobj().decompress(base64.urlsafe_b64decode(bomb), LARGEST_CONTENT)) == LARGEST_CONTENT
    with pytest.raises(Mistake, match="too much"):
        decode(bomb, "en")


def test_a_broken_link_shows_the_first_page_and_says_so(opened):
    page = opened(lang="es", s="broken")
    assert len(page.warning) == 1
    assert not page.exception
    assert page.session_state["state"] == State(language="es")


def test_a_link_opened_elsewhere_gives_the_same_numbers(opened):
    page = opened(lang="en")
    page.button(key="story hostile").click().run()
    page.slider(key="dial reserve").set_value(9).run()
    elsewhere = opened(lang="en", s=page.query_params["s"])
    assert elsewhere.session_state["state"] == page.session_state["state"]
    assert elsewhere.header[0].value == page.header[0].value


def test_markup_in_a_title_is_shown_and_not_executed(opened):
    state = State().with_own(Plan(name="x", title="<script>alert(1)</script> **bold** [x](http://evil)"))
    page = opened(lang="en", s=encode(state))
    said = [one.value for one in page.markdown]
    assert any("\\<script\\>alert\\(1\\)\\</script\\> \\*\\*bold\\*\\*" in one for one in said)
    assert not any("<script>alert" in one or "[x](http" in one for one in said)
