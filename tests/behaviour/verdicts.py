"""What came out of the expectations, as `python -m tests.behaviour.update_results expectations` recorded it.

"holds" and "contradicted" lie beyond two standard errors, "not shown" within them. Nothing is tuned after seeing them:
a contradiction is a result, and stands at the head of docs/validation.md. A test fails when one of them changes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).with_name("results.json")
VERDICTS: Final[dict[str, str]] = {
    name: finding["verdict"]
    for name, finding in json.loads(RESULTS.read_text(encoding="utf-8"))["expectations"].items()
}
