"""Where a login is set up, nobody sees a page without it."""

from __future__ import annotations

import pytest

from dashboard import login
from dashboard.pages import pages
from sim.language.catalogue import texts


@pytest.mark.parametrize("content", ["[auth]\nclient_id = 'x'\n", "this is no TOML [", ""])
@pytest.mark.parametrize("address", [page.address for page in pages()][:3])
def test_no_page_is_shown_before_the_login(opened, tmp_path, monkeypatch, address, content):
    """Not even where the file of secrets is damaged."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(content)
    monkeypatch.setattr(login, "SECRETS", secrets)
    page = opened(address, lang="fr")
    assert [one.value for one in page.title] == ["Sobremesa"]
    assert [one.label for one in page.button] == [texts("fr")("dashboard.frame.login")]
    assert not page.slider
    assert not page.selectbox


def test_without_one_pages_are_open(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(login, "SECRETS", tmp_path / "none.toml")
    assert len(opened(lang="en").slider) == 3
