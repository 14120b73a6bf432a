"""A login before every page, where whoever serves the dashboard has set one up (docs/deploy.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from sim.language.catalogue import Texts

SECRETS: Final = Path(__file__).parent / ".streamlit" / "secrets.toml"
"""Where Streamlit looks for them first."""


def is_set_up() -> bool:
    """Return whether a login is wanted; a file of secrets that cannot be read counts as one, so nobody slips in."""
    if SECRETS.exists():
        return True
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def ask(words: Texts) -> None:
    """Let nobody past who has not logged in, where a login is set up."""
    if not is_set_up() or getattr(st.user, "is_logged_in", False):
        return
    st.title("Sobremesa", anchor=False)
    st.write(words("dashboard.frame.login_explained"))
    st.button(words("dashboard.frame.login"), type="primary", on_click=st.login)
    st.stop()
