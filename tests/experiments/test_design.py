"""A design says what it means, or what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiments.design import Design, parse_design, read_design
from sim.experiments.points import points_of
from sim.experiments.preparing import design_as_toml, prepare
from sim.experiments.sampling import sampled_values, shares
from sim.experiments.size import extent
from sim.experiments.varying import event_properties, find_place, places
from sim.files import library
from sim.files.mistakes import Mistake
from sim.world.events import EVENT_KINDS
from sim.world.parameters import ALL_PARAMETERS
from tests.experiments.small import design


def refusal(**keys: object) -> str:
    with pytest.raises(Mistake) as refused:
        parse_design({"scenarios": ["calm-decade"], **keys}, "d", "d.toml")
    return str(refused.value)


RANGE = {"low": 0, "high": 1}
WEIGHTS = ("mobilise", "train", "publish", "ally", "tell_stories", "teach", "raise_funds", "coordinate", "document")
MANY = {name: {**RANGE, "steps": 11} for name in (*WEIGHTS, "voice")}


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"vary": {"stence": [1]}}, "did you mean 'stance'?"),
        ({"vary": {"term": [24]}}, "term is a fact of a place and cannot vary; list several contexts"),
        ({"vary": {"exit_ceiling": [0.9]}}, "exit_ceiling is a definition and cannot vary"),
        ({"vary": {"breadth": [1.5]}}, "breadth: value 1 is 1.5, but must be a whole number from 1 to 5"),
        ({"vary": {"stance": [0, 2]}}, "stance: value 2 is 2, but must be a number from -1 to 1"),
        ({"vary": {"stance": [0, 0]}}, "stance lists 0.0 twice"),
        ({"vary": {"stance": []}}, "stance lists 0 values"),
        ({"vary": {"stance": True}}, "stance is true, but must be a list"),
        ({"vary": {"stance": {"low": 0}}}, "stance.high is missing; it must be a number from -1 to 1"),
        ({"vary": {"stance": {"low": 0.5, "high": 0.5}}}, "stance.low is 0.5, but must be below high"),
        ({"vary": {"stance": {"low": 0, "heigh": 1}}}, "did you mean 'high'?"),
        ({"vary": {"donors_exit": {"shar": [0.1]}}}, "did you mean 'share'?"),
        ({"vary": {"donor_exit": {"share": RANGE}}}, "it is no event; did you mean 'donors_exit.share'?"),
        ({"vary": {"donors_exit": [1]}}, "must be a table of the event's properties"),
        ({"vary": {"donors_exit": {"share": [1.5]}}}, "donors_exit.share: value 1 is 1.5, but must be a number"),
        ({"vary": {"stance": RANGE}}, "stance is a range; sampling 'full' needs a list, or steps"),
        ({"vary": MANY}, "vary: sampling 'full' gives 25,937,424,601 points, but there may be at most 100,000,000"),
        ({"vary": {"stance": RANGE}, "sampling": "sobol", "points": 2**26}, "gives 201,326,592 points, but"),
        ({"vary": {"stance": RANGE}, "sampling": "sobol"}, "points is missing; sampling 'sobol' needs"),
        ({"vary": {"stance": RANGE}, "sampling": "sobol", "points": 100}, "must be a power of 2, such as 128"),
        ({"sampling": "morris", "points": 4}, "sampling 'morris' needs [vary]"),
        ({"sampling": "lhs"}, "sampling 'lhs' does not exist"),
        ({"sampling": "table"}, "sampling 'table' needs table"),
        ({"points": 5}, "points does not go with sampling 'full'"),
        ({"scenarios": []}, "scenarios lists nothing"),
        ({"plans": ["insider", "insider"]}, "plans lists 'insider' twice"),
        ({"enough": 0.02}, "futures is missing; enough needs the most futures"),
        ({"outcome": "reuse"}, "enough is missing"),
        ({"enogh": 0.02}, "enogh is not a key of this file; did you mean 'enough'?"),
        ({"series": ["peeple"]}, "did you mean 'people'?"),
        ({"futures": 0}, "futures is 0, but must be a whole number from 1"),
        ({"name": "x"}, "name is not a key of this file"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_field_value_range_and_nearest_name(keys, words):
    assert refusal(**keys).startswith("d.toml: ")
    assert words in refusal(**keys)


def test_everything_that_may_vary_has_one_column_and_is_found_by_it():
    columns = list(places())
    for kind in EVENT_KINDS:
        columns += [f"{kind.name}_{field}" for field in event_properties(kind)]
        columns += [f"{kind.name}_2_{field}" for field in event_properties(kind)]
    assert len(set(columns)) == len(columns)
    for column in columns:
        place = find_place(column)
        assert place is not None and place.column == column
    assert find_place("stence") is None
    assert all(name in columns for name, one in ALL_PARAMETERS.items() if not one.set_by_context and one.low < one.high)


def test_event_properties_are_properties_of_events():
    for kind in EVENT_KINDS:
        models = list(library.FORMATS["scenario"].model_fields["events"].annotation.__args__[0].__args__)
        model = next(one for one in models[0].__args__ if kind.name in one.model_fields["kind"].annotation.__args__)
        assert set(event_properties(kind)) <= set(model.model_fields)


@pytest.mark.parametrize("name", ["diversify-before-the-donors-leave", "stance-and-voice", "sure-to-five-in-a-hundred"])
def test_shipped_designs_can_be_run_and_explain_themselves(name):
    folder = library.shipped_folder() / "experiments"
    shipped = read_design(folder / f"{name}.toml")
    assert shipped.title and shipped.story
    assert len(prepare(shipped, folder).points) == extent(shipped, folder).points


numbers = st.floats(-1, 1).map(lambda value: round(value, 6))


@given(
    low=numbers, width=st.floats(0.01, 1), listed=st.lists(numbers, min_size=1, max_size=5, unique=True),
    order=st.permutations(["stance", "voice", "donors_exit", "hostile_probability"]),
)  # fmt: skip
def test_a_design_survives_its_own_file_with_the_order_of_what_varies(low, width, listed, order, tmp_path_factory):
    ranges = {
        "stance": listed, "voice": {"low": 0.25, "high": 0.25 + width / 2, "steps": 3},
        "donors_exit": {"share": {"low": abs(low) / 2, "high": abs(low) / 2 + width / 4}, "when": [3, 30]},
        "hostile_probability": {"low": 0.3, "high": 0.5},
    }  # fmt: skip
    made = design(vary={name: ranges[name] for name in order})
    path = tmp_path_factory.getbasetemp() / "made.toml"
    path.write_bytes(design_as_toml(made.file_content()))
    read = read_design(path)
    assert read == made.model_copy(update={"name": "made"})
    assert list(read.vary) == list(made.vary)
    assert read.fingerprint() == made.fingerprint()


def sized(sampling: str, points: int, **keys: object) -> Design:
    return design(sampling=sampling, points=points, **keys)


@pytest.mark.parametrize(("sampling", "rows"), [("latin-hypercube", 16), ("sobol", 16 * 5), ("morris", 16 * 4)])
def test_samplings_have_the_rows_that_are_announced(sampling, rows, files):
    made = sized(sampling, 16)
    columns, values = sampled_values(made, files)
    assert values.shape == (rows, 3) == (made.sampled_rows(), 3)
    assert columns == ["hostile_probability", "stance", "train"]
    again = sampled_values(made, files)[1]
    assert (values == again).all()
    assert (values[:, 0] >= 0.3).all() and (values[:, 0] <= 0.5).all()
    assert set(values[:, 1]) == {-1.0, 0.0, 1.0}
    other = sampled_values(sized(sampling, 16, seed=6), files)[1]
    assert (values != other).any()


def test_a_latin_hypercube_meets_every_slice_once(files):
    found = sorted(int(share * 32) for share in shares(sized("latin-hypercube", 32))[:, 0])
    assert found == list(range(32))


def test_a_larger_sobol_design_begins_with_the_smaller_one(files):
    small, large = (sampled_values(sized("sobol", size), files)[1] for size in (8, 16))
    assert (large[: len(small)] == small).all()


def test_full_takes_every_combination(files):
    vary = {"stance": [1, -1], "breadth": {"low": 2, "high": 4}, "voice": {**RANGE, "steps": 3}}
    made = parse_design({"scenarios": ["calm-decade"], "vary": vary}, "d", "d")
    _, values = sampled_values(made, files)
    expected = [(a, b, c) for a in (1, -1) for b in (2, 3, 4) for c in (0, 0.5, 1)]
    assert [tuple(row) for row in values.tolist()] == expected


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_is_taken_as_it_is(ending, files):
    import pandas as pd

    table = pd.DataFrame({"stance": [0.5, -1.0], "donors_exit_when": [4, 7], "breadth": [1, 5]})
    table.to_csv(files / "t.csv", index=False) if ending == "csv" else table.to_parquet(files / "t.parquet")
    made = parse_design({"scenarios": ["blows.toml"], "sampling": "table", "table": f"t.{ending}"}, "d", "d")
    columns, values = sampled_values(made, files)
    assert columns == list(table.columns) and values.tolist() == table.to_numpy(float).tolist()
    assert extent(made, files).points == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("stence\n1\n", "column 'stence' does not exist"),
        ("stance\n0\n3\n", "row 2: stance is 3.0, but must be a number from -1 to 1"),
        ("breadth\n1.5\n", "row 1: breadth is 1.5, but must be a whole number"),
        ("stance\nmuch\n", "column stance holds something that is no number"),
        ("stance\n0\nmuch\n", "row 2: column stance holds something that is no number, 'much'"),
        ("stance\nTrue\n", "row 1: column stance holds something that is no number, 'True'"),
        ("stance,voice\n0.5,0.25,1\n0.5,0.5,1\n", "rows have more values than the first line has names (2)"),
        ("stance,voice\n0.5,0.25,\n0.5,0.5,\n", "rows have more values than the first line has names (2)"),
        ("stance,stance\n0,1\n", "two columns are called stance"),
        ("stance\n\n", "the table has no rows"),
        ("", "cannot be read as a table of points"),
    ],
)
def test_a_wrong_table_is_refused_with_row_and_column(content, words, files):
    (files / "t.csv").write_text(content)
    made = parse_design({"scenarios": ["blows.toml"], "sampling": "table", "table": "t.csv"}, "d", "d")
    with pytest.raises(Mistake) as refused:
        sampled_values(made, files)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scenarios": ["big-funder-go"]},
         "small.toml: scenarios: scenario 'big-funder-go' does not exist; did you mean 'big-funders-go'?"),
        ({"contexts": ["nowhere.toml"]}, "small.toml: contexts: file "),
        ({"parameters": "plausibl"}, "small.toml: parameters is 'plausibl', but must be default, plausible or "),
    ],
)  # fmt: skip
def test_a_wrong_name_is_told_with_the_design_that_names_it(given, said, files):
    made = design(**given)
    with pytest.raises(Mistake) as refused:
        prepare(made, files)
    assert str(refused.value).startswith(said.replace("small.toml", f"{made.name}.toml"))


def test_an_event_that_a_scenario_does_not_have_is_refused(files):
    with pytest.raises(Mistake, match="scenario 'calm-decade' has no event pandemic"):
        prepare(design(vary={"pandemic": {"level": [0.1, 0.2]}}, sampling="full", points=None), files)
    with pytest.raises(Mistake, match="scenario 'blows' has no event donors_exit number 3"):
        prepare(
            design(scenarios=["blows.toml"], vary={"donors_exit_3": {"share": [0.1]}}, sampling="full", points=None),
            files,
        )


def test_a_point_that_is_hit_twice_stands_once_and_keeps_its_place_in_every_sample(files):
    made = sized("morris", 20, vary={"stance": [-1, 1], "voice": [0, 1]}, scenarios=["calm-decade"])
    prepared = prepare(made, files)
    assert len(prepared.points) < len(prepared.samples) == 2 * 60
    columns, rows = sampled_values(made, files)
    for sample, point in zip(prepared.samples["sample"], prepared.samples["point"], strict=True):
        assert prepared.points.point(point).values == dict(zip(columns, rows[sample].tolist(), strict=True))


def test_a_point_is_the_same_in_a_design_that_varies_more(files):
    small = prepare(design(sampling="full", points=None, vary={"stance": [-1, 1]}), files)
    vary = {"stance": [-1, 0, 1], "voice": [0.5, 1], "donors_exit": {"when": [6, 7]}}
    large = prepare(design(scenarios=["blows.toml"], sampling="full", points=None, vary=vary), files)
    blows = {one for one in small.points.identities if small.points.point(one).scenario == "blows"}
    assert len(blows) == 4 and blows < set(large.points.identities)  # voice is .5 as usual, and the event is in month 6


def test_points_that_differ_in_anything_have_other_names(files):
    one = prepare(design(), files)
    for other in (
        design(parameters="default"), design(seed=6), design(contexts=["shorter.toml"]),
        design(scenarios=["later.toml", "everything-at-once"]),
    ):  # fmt: skip
        assert set(one.points.identities).isdisjoint(prepare(other, files).points.identities)


def test_points_survive_their_table(files):
    from sim.experiments.points import points_from

    made = prepare(design(), files).points
    read = points_from(made.table())
    assert [read.point(one) for one in read.identities] == [made.point(one) for one in made.identities]


def test_points_of_no_variation_are_the_files_themselves(files):
    made = prepare(design(sampling="full", points=None, vary={}), files)
    assert len(made.points) == 4 and len(made.samples) == 4
    points, _ = points_of(made.inputs, [], sampled_values(made.design, files)[1])
    assert points.identities == made.points.identities


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("stanse", "did you mean 'stance'?"),
        ("raise_fund", "did you mean 'raise_funds'?"),
        ("donor_exit_share", "did you mean 'donors_exit_share'?"),
        ("hostile_probabilty", "did you mean 'hostile_probability'?"),
        ("stance;train", "columns must be separated by commas, not by semicolons"),
    ],
)
def test_a_column_that_cannot_vary_is_answered_with_the_nearest_of_all_that_can(head, said, tmp_path):
    from sim.experiments.sampling import _table_of_points

    (tmp_path / "points.csv").write_text(f"{head}\n0{';0' if ';' in head else ''}\n")
    with pytest.raises(Mistake, match=r"points\.csv: ") as refused:
        _table_of_points(tmp_path / "points.csv")
    assert said in str(refused.value)
