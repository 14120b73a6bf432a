"""What the documents on causes, robustness, better plans and pathways show in Python can be run as it stands there."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"

SMALLER = {
    "robustness": {"futures=400, sets=20, random_plans=10": "futures=20, sets=2, random_plans=2"},
    "improve": {"futures=50": "futures=2", "minutes=5": "minutes=0.001"},
    "pathways": {"futures=60": "futures=20"},
    "why": {},
    "levers": {"futures=50": "futures=4"},
}
"""As many futures as a test has time for."""


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALLER)
def test_python_of_a_document_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / f"{name}.md").read_text(encoding="utf-8"), re.DOTALL)
    for usual, smaller in SMALLER[name].items():
        assert usual in code
        code = code.replace(usual, smaller)
    exec(compile(code, name, "exec"), {})  # noqa: S102
    assert capsys.readouterr().out.strip()
