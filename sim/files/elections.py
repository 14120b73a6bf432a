"""When governments change, and how likely: a context's calendar, and its odds shrunk towards its region."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import Field, model_validator

from sim.files.actors import Later
from sim.files.format import Name, Number, OneOf, Part, Share, contradiction

REGION_WEIGHT: Final = 8.0
"""How many elections the region's odds count for, beside a country's own five to nine. Assumption."""

PRESIDENTIAL_PARTY_LOSS: Final = 200 / 339
"""The governing party loses: presidential elections 1990-2020 (REIGN election list)."""

PARLIAMENTARY_PARTY_LOSS: Final = 292 / 561
"""The same for parliamentary elections."""

PRESIDENTIAL_EARLY_EXIT: Final = (0.012 + 0.007 + 0.005 + 0.007) / 4
"""A month's chance that a president goes between elections: mean of years 1-4 in office (REIGN, 1990-2021)."""

PARLIAMENTARY_EXIT: Final = 0.0240
"""A month's chance that a prime minister goes for any reason: 600 changes in 25,021 country-months (REIGN)."""


def shrunk_party_loss(losses: int, elections: int, region_losses: int, region_elections: int) -> float:
    """Return the probability that the governing party loses, drawn towards its region (beta-binomial mean).

    Parameters
    ----------
    losses, elections : int
        The country's own record; 0 elections give the region's rate.
    region_losses, region_elections : int
        The region's record.

    Examples
    --------
    >>> round(shrunk_party_loss(2, 5, 45, 75), 3)  # Uruguay, South America
    0.523
    """
    region = region_losses / region_elections
    return (losses + REGION_WEIGHT * region) / (elections + REGION_WEIGHT)


def parliamentary_early_exit(turnover_probability: float, term_months: int) -> float:
    """Return the monthly chance of an exit between elections: all exits, less those that elections explain."""
    return max(0.0, PARLIAMENTARY_EXIT - turnover_probability / term_months)


def _turnover_probability(data: dict[str, Any]) -> float:
    """Work out the odds of a change of party from the raw figures, or from the system where there are none."""
    if data["region_elections"]:
        return shrunk_party_loss(
            data["party_losses"], data["elections"], data["region_party_losses"], data["region_elections"]
        )
    return PRESIDENTIAL_PARTY_LOSS if data["system"] == "presidential" else PARLIAMENTARY_PARTY_LOSS


def _early_exit(data: dict[str, Any]) -> float:
    """Work out the odds of an early exit from the system."""
    if data["system"] == "presidential":
        return PRESIDENTIAL_EARLY_EXIT
    return parliamentary_early_exit(data["turnover_probability"], data["term_months"])


class Elections(Part):
    """When governments change, and how likely.

    The odds are given directly as `turnover_probability`, or as a country's record with that of its region, towards
    which they are shrunk; with neither, they are those of all countries with the same system.
    """

    system: Annotated[str, OneOf(("presidential", "parliamentary"))] = Field(
        default="presidential", description="fixed terms, or early elections"
    )
    term_months: Annotated[int, Number(12, 120, whole=True)] = Field(default=48, description="months between elections")
    national: Later | None = Field(
        default=None, description="when the next national government takes office; else drawn"
    )
    local: Later | None = Field(default=None, description="when the next local governments take office; else drawn")
    reelection_barred: bool = Field(default=False, description="whether the leader may not stand again at once")
    region: Name | None = Field(default=None, description="the countries whose odds are the starting point")
    party_losses: Annotated[int, Number(0, 1000, whole=True)] = Field(default=0, description="elections the party lost")
    elections: Annotated[int, Number(0, 1000, whole=True)] = Field(default=0, description="elections held")
    region_party_losses: Annotated[int, Number(0, 100_000, whole=True)] = Field(
        default=0, description="same, in the region"
    )
    region_elections: Annotated[int, Number(0, 100_000, whole=True)] = Field(
        default=0, description="same, in the region"
    )
    turnover_probability: Share = Field(
        default_factory=_turnover_probability, description="the governing party loses an election"
    )
    early_exit: Annotated[float, Number(0, 0.2)] = Field(
        default_factory=_early_exit, description="a month's chance that the leader goes between elections"
    )

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Elections:
        """Refuse records that cannot be, and odds that are given twice."""
        record = ("party_losses", "elections", "region_party_losses", "region_elections")
        given = [key for key in record if key in self.model_fields_set]
        if given and "turnover_probability" in self.model_fields_set:
            raise contradiction(f"turnover_probability and {given[0]} contradict one another; give one of them")
        if given and not self.region_elections:
            raise contradiction(f"{given[0]} needs region_elections, the record that the odds are drawn towards")
        for losses, held in (("party_losses", "elections"), ("region_party_losses", "region_elections")):
            if getattr(self, losses) > getattr(self, held):
                largest = getattr(self, held)
                raise contradiction(f"{losses} is {getattr(self, losses)}, but must be at most {held} = {largest}")
        return self
