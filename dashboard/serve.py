"""The server's process: Streamlit, and the first screen's answer computed while the browser is still opening."""

from __future__ import annotations

import logging
import threading


def warm_up() -> None:
    """Load what pages need and compute the first screen's answer, so that whoever comes first need not wait for it."""
    try:
        from dashboard import computing, frame  # noqa: F401  (loads what every page needs)
        from dashboard.state import State

        computing.computed(computing.question(State()), computing.LIVE)
    except Exception as error:  # the page itself will say what is wrong, or the server is ending already
        logging.getLogger(__name__).debug("the first answer could not be prepared: %s", error)


def main() -> None:
    """Run Streamlit with the arguments of this process, as its own command does."""
    from streamlit.web.cli import main as streamlit

    threading.Thread(target=warm_up, name="warm up", daemon=True).start()
    streamlit()


if __name__ == "__main__":
    main()
