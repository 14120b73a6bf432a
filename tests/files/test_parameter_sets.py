"""Sets of parameters from files: what is read, what is refused, and that futures take them in turn."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sim
from sim.engines.mesa_model import CommunityModel
from sim.files.mistakes import Mistake
from sim.files.parameter_sets import ParameterSets, parameter_sets, written
from sim.world.parameters import ALL_PARAMETERS, MODEL_VERSION, UNCERTAIN, defaults

BURNOUT = ALL_PARAMETERS["burnout"]
LOW, USUAL, HIGH = BURNOUT.low, BURNOUT.default, BURNOUT.high


def file_of(folder: Path, **columns: object) -> Path:
    path = folder / "sets.parquet"
    pd.DataFrame({"model": MODEL_VERSION, **columns}).to_parquet(path)
    return path


def test_defaults_are_one_set_that_changes_nothing() -> None:
    sets = parameter_sets("default")
    assert (len(sets), sets.of_future(17)) == (1, {})


def test_shipped_sets_are_within_their_ranges_and_complete() -> None:
    sets = parameter_sets("plausible")
    assert len(sets.distances) == len(sets)
    for one in sets.sets:
        for name, value in one.items():
            assert ALL_PARAMETERS[name].low <= value <= ALL_PARAMETERS[name].high


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    rotation = ALL_PARAMETERS["rotation"]
    sets = [{"burnout": LOW, "rotation": rotation.high}, {"burnout": USUAL, "rotation": rotation.low}]
    path = tmp_path / "mine.parquet"
    path.write_bytes(written(sets, [0.5, 1.5]))
    found = parameter_sets(path)
    assert list(found.sets) == sets
    assert found.distances == (0.5, 1.5)
    assert found.fingerprint() == ParameterSets("other name", tuple(sets)).fingerprint()


def test_future_k_lives_with_set_k_modulo_their_number(tmp_path: Path) -> None:
    path = file_of(tmp_path, burnout=[LOW, HIGH, USUAL])
    together = sim.simulate("pandemic", futures=5, parameters=path)
    for future in range(5):
        alone = {"burnout": [LOW, HIGH, USUAL][future % 3]}
        model = CommunityModel("pandemic", future=future, parameters=alone)
        model.run_model()
        own = model.datacollector.get_model_vars_dataframe()["reuse"].to_numpy()
        assert np.array_equal(own, together["reuse"].sel(future=future).to_numpy())
        model = CommunityModel("pandemic", future=future, parameters=path)
        model.run_model()
        assert np.array_equal(own, model.datacollector.get_model_vars_dataframe()["reuse"].to_numpy())
    assert together["parameter_set"].to_numpy().tolist() == [0, 1, 2, 0, 1]


def test_a_set_of_defaults_is_the_default(tmp_path: Path) -> None:
    path = file_of(tmp_path, **{name: [defaults()[name]] for name in ("burnout", "asking", "drift")})
    of_file, default = (sim.simulate("pandemic", futures=3, parameters=one) for one in (path, "default"))
    assert of_file["reuse"].equals(default["reuse"])


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"burnuot": [0.05]}, "parameter 'burnuot' does not exist; did you mean 'burnout'?"),
        ({"term": [48.0]}, "term is a fact of a place; set it in the context"),
        ({"burnout": [USUAL, None]}, "set 1: burnout is missing"),
        ({"burnout": [USUAL, 7.0]}, "set 1: burnout is 7, but must be from"),
        ({"burnout": ["much"]}, "set 0: burnout is 'much', but must be a number"),
        ({"burnout": [float("inf")]}, "set 0: burnout is inf, but must be from"),
        ({"burnout": [True]}, "set 0: burnout is 'True', but must be a number"),
        ({"burnout": []}, "has 0 sets, but must have from 1 to"),
        ({"model": ["0"], "burnout": [0.05]}, f"was made for version 0 of the model, but this is {MODEL_VERSION}"),
    ],
)
def test_wrong_files_are_refused_with_the_reason(tmp_path: Path, columns: dict[str, object], said: str) -> None:
    path = file_of(tmp_path, **columns)
    with pytest.raises(Mistake) as refused:
        parameter_sets(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


def test_sets_of_version_2_are_refused_in_words_before_their_parameters_are_looked_at(tmp_path: Path) -> None:
    path = file_of(tmp_path, model=["2", "2"], burnout=[0.07, 0.08], trust_speed=[0.06, 0.05], returning=[0.1, 0.2])
    said = f"'{path}' was made for version 2 of the model, but this is {MODEL_VERSION}"
    for way in (parameter_sets, lambda sets: sim.simulate("pandemic", futures=1, parameters=sets)):
        with pytest.raises(Mistake) as refused:
            way(path)
        assert str(refused.value) == said


def test_a_file_without_any_parameter_is_refused(tmp_path: Path) -> None:
    for columns in ({"model": [MODEL_VERSION]}, {"model": [MODEL_VERSION], "distance": [1.0]}):
        with pytest.raises(Mistake, match="gives no parameter"):
            parameter_sets(file_of(tmp_path, **columns))


def test_what_is_refused_while_reading_is_said_once(tmp_path: Path) -> None:
    path = file_of(tmp_path, burnout=[])
    with pytest.raises(Mistake) as refused:
        parameter_sets(path)
    assert str(refused.value).count(str(path)) == 1
    assert "cannot be read" not in str(refused.value)


def test_a_repeated_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "sets.parquet"
    columns = [pa.array([MODEL_VERSION]), pa.array([0.05]), pa.array([0.06])]
    pq.write_table(pa.Table.from_arrays(columns, names=["model", "burnout", "burnout"]), path)
    with pytest.raises(Mistake, match="has the column 'burnout' more than once"):
        parameter_sets(path)


def test_a_file_of_some_parameters_says_that_the_others_stand_at_their_defaults(tmp_path: Path) -> None:
    own = [one.name for one in UNCERTAIN]
    some = parameter_sets(file_of(tmp_path, burnout=[USUAL], rotation=[ALL_PARAMETERS["rotation"].low]))
    assert f"gives 2 of {len(own)} uncertain parameters" in some.incomplete
    whole = parameter_sets(file_of(tmp_path, **{name: [defaults()[name]] for name in own}))
    assert [one.incomplete for one in (whole, parameter_sets("default"), parameter_sets("plausible"))] == ["", "", ""]


def test_a_file_must_say_which_model_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "sets.parquet"
    pd.DataFrame({"burnout": [0.05]}).to_parquet(path)
    with pytest.raises(Mistake, match="has no column 'model'"):
        parameter_sets(path)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"burnout\n0.05\n", b"PAR1" + b"\0" * 40 + b"PAR1"])
def test_what_is_not_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sets.parquet"
    path.write_bytes(content)
    with pytest.raises(Mistake, match="cannot be read as Parquet"):
        parameter_sets(path)


@pytest.mark.parametrize("name", ["plausibel", "nowhere.parquet", "sets.csv", ""])
def test_names_that_do_not_exist_are_refused(name: str) -> None:
    with pytest.raises(Mistake):
        parameter_sets(name)


@pytest.mark.parametrize("given", [3, None, ["plausible"]])
def test_what_names_no_sets_is_refused_in_words(given: object) -> None:
    with pytest.raises(Mistake, match=r"must be default, plausible, or the path of a \.parquet file"):
        parameter_sets(given)  # type: ignore[arg-type]
