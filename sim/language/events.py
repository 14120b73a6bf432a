"""What a scenario's event is called in sentences, in every language of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.language.actors import shown_name
from sim.world.events import LARGEST

if TYPE_CHECKING:
    from sim.files.context import Context
    from sim.files.scenario import Event
    from sim.language.catalogue import Texts


def word_for(event: Event) -> str:
    """Return the last part of the key of the sentence on an event: its kind, and whether it waits for elections."""
    return f"{event.kind}_at_election" if getattr(event, "at", None) is not None else event.kind


def who_leaves(event: Event, context: Context, texts: Texts) -> str:
    """Return the donor that an event names, or that it is the largest; nothing where no donor is meant."""
    donor = getattr(event, "donor", None)
    if donor is None:
        return ""
    return texts("why.largest_donor") if donor == LARGEST else shown_name(donor, context, texts)
