"""What tests of experiments share."""

from pathlib import Path

import pytest

from tests.experiments.small import write_files


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write_files(tmp_path / "files")
