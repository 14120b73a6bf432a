"""What `sobremesa levers` says: the dials of the baseline plan in four contexts; the search for a plan best everywhere.

python -m tests.behaviour.update_results levers dominant     # some five minutes on two cores
"""

from __future__ import annotations

from typing import Any

from sim.choices import sentences
from sim.choices.answers import findings
from sim.choices.dominance import search_for_dominance
from sim.choices.study import levers as turned_dials
from sim.files.parameter_sets import PLAUSIBLE
from sim.language.catalogue import texts
from tests.behaviour.places import CONTEXTS


def levers(parameters: str = PLAUSIBLE) -> dict[str, Any]:
    """Return what ``sobremesa levers`` says of the baseline plan: its sentences and its tables."""
    found, words = turned_dials(contexts=CONTEXTS, parameters=parameters), texts()
    known = findings(found)
    return {
        "contexts": list(CONTEXTS),
        "scenarios": [one.name for one in found.scenarios],
        "futures": found.futures,
        "parameters": found.parameters,
        "bottom": sentences.bottom_line(found, known, words, typed=True),
        "tables": [list(one) for one in sentences.overviews(found, known, words, typed=True)],
        "dials": [sentences.dial_sentences(found, one, words, typed=True) for one in known],
        "verdicts": {one.dial.name: one.verdict for one in known},
    }


def dominant(parameters: str = PLAUSIBLE) -> dict[str, Any]:
    """Return what came of the search for a plan that is best in all of these places."""
    return search_for_dominance(CONTEXTS, parameters=parameters).to_dict()
