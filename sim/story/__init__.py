"""The story of one future, month by month, in plain words: who was elected, who left, which donor went, when it tipped.

>>> from sim.engines.mesa_model import CommunityModel
>>> from sim.story import tell
>>> for entry in tell(CommunityModel("hostile-successors", future=17)):
...     if entry.notable:
...         print(entry.date, entry.sentence)
"""

from __future__ import annotations

from sim.story.entries import KINDS, Entry
from sim.story.telling import tell

__all__ = ["KINDS", "Entry", "tell"]
