"""The story of one future, month by month, in plain words: who was elected, who left, which donor went, when it tipped.

>>> from sim.engines.mesa_model import CommunityModel
>>> from sim.language.catalogue import texts
>>> from sim.story import sentence, tell
>>> model = CommunityModel("hostile-successors", future=17)
>>> for entry in tell(model):
...     if entry.notable:
...         print(entry.date, sentence(entry, model.context, model.plan, texts("en")))
"""

from __future__ import annotations

from sim.story.entries import KINDS, Entry
from sim.story.sentences import sentence
from sim.story.telling import tell

__all__ = ["KINDS", "Entry", "sentence", "tell"]
