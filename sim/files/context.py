"""A context: where. A real country or city, or a community of the user's own, and how its figures enter the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field, model_validator

from sim.files.actors import MOST_ACTORS, Champion, Donor, Government, Members
from sim.files.elections import Elections
from sim.files.fields import dotted_fields
from sim.files.format import (
    DATE,
    LONGEST_RUN,
    MONTHS_IN_YEAR,
    CalendarMonth,
    FileModel,
    Name,
    Number,
    Part,
    Share,
    Text,
    contradiction,
    month_count,
)
from sim.files.mistakes import Mistake, shown, suggestion
from sim.world.parameters import ALL_PARAMETERS

BAROMETER_TOP: Final = 100.0

OPEN_AT_THE_TOP: Final = 0.19
"""Share of datasets open among the leading governments (Open Data Barometer, Leaders Edition 2018)."""

ROUTINE_AT_THE_TOP: Final = 0.3
"""Institutionalised practice where the Barometer's government support is 100. Assumption."""

TRAINED_AT_THE_TOP: Final = 0.3
"""Champions trained where the Barometer's training is 100. Assumption."""

DISPOSITION_AT_ZERO: Final = 0.4
"""Leaders' mean disposition where the Barometer is 0. Assumption."""

DISPOSITION_GAIN: Final = 0.3
"""What is added to it where the Barometer is 100. Assumption."""

MOST_SOURCES: Final = 1000

LEAST: Final = 0.1
MOST: Final = 10.0
"""How far a community may differ from a usual one: far beyond what is ever drawn."""

Count = Annotated[int, Number(0, MOST_ACTORS, whole=True)]
Index = Annotated[float, Number(0, BAROMETER_TOP)]
Multiplier = Annotated[float, Number(LEAST, MOST)] | None


def _parameter(name: str) -> Number:
    """Return the range that the table of parameters gives."""
    row = ALL_PARAMETERS[name]
    return Number(row.low, row.high)


class Size(Part):
    """How many actors there are."""

    national_governments: Count = Field(default=2, description="national agencies; they share one election")
    local_governments: Count = Field(default=10, description="cities and councils; each has its own election")
    champions: Count = Field(default=40, description="posts for champions inside governments")
    donors: Count = Field(default=12, description="donors who might give")
    activists: Count = Field(
        default=160, description="people, organisations and journalists who are or might be members"
    )

    @model_validator(mode="after")
    def _refuse_absurd(self) -> Size:
        """Refuse communities without a government or a possible member, and those too large to compute."""
        governments = self.national_governments + self.local_governments
        if governments < 1:
            raise contradiction("national_governments and local_governments are 0; at least one government is needed")
        if self.activists < 1:
            raise contradiction("activists is 0, but must be at least 1")
        total = governments + self.champions + self.donors + self.activists
        if total > MOST_ACTORS:
            raise contradiction(f"all actors together are {total}, but must be at most {MOST_ACTORS}")
        return self


def _from_barometer(per_top: float, raw: str, parameter: str, at_zero: float = 0.0) -> Any:
    """Return a default that maps a Barometer figure linearly, or is the model's default where there is none."""

    def default(data: dict[str, Any]) -> float:
        figure = data[raw]
        return ALL_PARAMETERS[parameter].default if figure is None else at_zero + per_top * figure / BAROMETER_TOP

    return default


class Beginning(Part):
    """What is there in month 0: raw Barometer figures, or the four shares themselves, which win."""

    barometer: Index | None = Field(default=None, description="Global Data Barometer 2022, overall, 0-100")
    government_support: Index | None = Field(default=None, description="its indicator of government support, 0-100")
    training: Index | None = Field(default=None, description="its indicator of training, 0-100")
    open_by_default: Share = Field(
        default_factory=_from_barometer(OPEN_AT_THE_TOP, "barometer", "open_by_default_start"),
        description="share of the governments' catalogues that is open",
    )
    institutionalised: Share = Field(
        default_factory=_from_barometer(ROUTINE_AT_THE_TOP, "government_support", "institutionalised_start"),
        description="practice that survives people",
    )
    officials_trained: Share = Field(
        default_factory=_from_barometer(TRAINED_AT_THE_TOP, "training", "officials_trained_start"),
        description="share of champions who were at a workshop",
    )
    leaders_disposition: Share = Field(
        default_factory=_from_barometer(
            DISPOSITION_GAIN, "barometer", "leaders_disposition_start", at_zero=DISPOSITION_AT_ZERO
        ),
        description="how far leaders favour open data, on average",
    )


class Funding(Part):
    """Who pays; what is left out is the default of the table of parameters."""

    grant_size_log_mean: Annotated[float, _parameter("grant_size_log_mean")] | None = Field(
        default=None, description="mean logarithm of donors' monthly grants in staff-months"
    )
    grant_size_log_spread: Annotated[float, _parameter("grant_size_log_spread")] | None = Field(
        default=None, description="spread of the same: how far a few donors give most"
    )
    government_donor_share: Share | None = Field(default=None, description="share of donors that are a government")


class Community(Part):
    """How this community differs from a usual one of such a place, for good: 1 is usual, 2 twice as much.

    What is left out is drawn for each future, the same under every scenario and plan.
    """

    recruiting: Multiplier = Field(default=None, description="how easily people join")
    turnover: Multiplier = Field(default=None, description="how often members leave")
    drive: Multiplier = Field(default=None, description="the odds that what drives members lasts (shared values)")
    money: Multiplier = Field(default=None, description="what donors and members give")
    officials: Multiplier = Field(default=None, description="how far officials can and do help")
    freshness: Multiplier = Field(default=None, description="how long data stays in date: 2 is twice as long")


class Context(FileModel):
    """Where.

    Attributes
    ----------
    start : the calendar month of month 0.
    months : the horizon.
    sources : for each figure, under its dotted name, where it comes from, or the word assumption.
    """

    kind_of_file: ClassVar[str] = "context"
    only_words: ClassVar[frozenset[str]] = FileModel.only_words | {
        "country", "currency", "staff_month_cost", "sources",
    }  # fmt: skip

    country: Name | None = Field(default=None, description="the country or city")
    start: Annotated[str, CalendarMonth()] = Field(
        default="2027-01", description="calendar month of month 0, such as 2027-01"
    )
    months: Annotated[int, Number(12, LONGEST_RUN, whole=True)] = Field(default=120, description="the horizon")
    currency: Name | None = Field(default=None, description="for display, with staff_month_cost")
    staff_month_cost: Annotated[float, Number(0, 1e9, above_low=True)] | None = Field(
        default=None, description="what a month of one person's work costs, for display"
    )
    size: Size = Size()
    elections: Elections = Elections()
    beginning: Beginning = Beginning()
    funding: Funding = Funding()
    community: Community = Community()
    sources: Annotated[dict[str, Text], Field(max_length=MOST_SOURCES)] = Field(
        default_factory=dict, description="where each figure comes from"
    )
    governments: Annotated[tuple[Government, ...], Field(strict=False, max_length=MOST_ACTORS)] = Field(
        default=(), validation_alias="government", serialization_alias="government", description="governments by name"
    )
    donors: Annotated[tuple[Donor, ...], Field(strict=False, max_length=MOST_ACTORS)] = Field(
        default=(), validation_alias="donor", serialization_alias="donor", description="donors by name"
    )
    champions: Annotated[tuple[Champion, ...], Field(strict=False, max_length=MOST_ACTORS)] = Field(
        default=(), validation_alias="champion", serialization_alias="champion", description="champions by name"
    )
    members: Annotated[tuple[Members, ...], Field(strict=False, max_length=MOST_ACTORS)] = Field(
        default=(), description="groups of members"
    )

    def own_names(self) -> tuple[str, ...]:
        """Return the country, the region, the currency, and everybody who is listed."""
        listed: tuple[Government | Donor | Champion | Members, ...]
        listed = (*self.governments, *self.donors, *self.champions, *self.members)
        places = (self.country, self.elections.region, self.currency)
        return (*(one for one in places if one is not None), *(one.name for one in listed))

    def own_sources(self) -> Mapping[str, str]:
        """Return where the figures come from."""
        return self.sources

    @property
    def end(self) -> str:
        """The calendar month of the last simulated month."""
        return self.date_of(self.months)

    def month_of(self, when: int | str, field: str = "when") -> int:
        """Return the number of a month; month 0 is the context's start.

        Parameters
        ----------
        when : int or str
            A month number, or a date such as 2029-03.
        field : str
            What to call it where it is no month at all.

        Raises
        ------
        Mistake
            Where `when` is neither. A month before the start gives a number below 0: whoever asks knows what is
            allowed.
        """
        if isinstance(when, int) and not isinstance(when, bool):
            return when
        if not isinstance(when, str) or not DATE.fullmatch(when):
            raise Mistake(f'{field} is {shown(when)}, but must be a month number or a date such as "2029-03"')
        return month_count(when) - month_count(self.start)

    def donor_number(self, name: str, field: str = "donor") -> int:
        """Return which of the listed donors bears a name, from 0.

        Raises
        ------
        Mistake
            The context lists no such donor; the nearest name is offered.
        """
        names = [donor.name for donor in self.donors]
        if name not in names:
            hint = suggestion(name, names) if names else ": it lists no donors"
            raise Mistake(f"{field} {shown(name)} is not listed in context '{self.name}'{hint}")
        return names.index(name)

    def date_of(self, month: int) -> str:
        """Return the calendar month of a month number."""
        year, rest = divmod(month_count(self.start) + month, MONTHS_IN_YEAR)
        return f"{year}-{rest + 1:02d}"

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Context:
        """Refuse what does not fit together: see each sentence."""
        for sentence in (*self._early(), *self._split(), *self._crowded(), *self._strangers(), *self._loose_ends()):
            raise contradiction(sentence)
        return self

    def _early(self) -> Iterable[str]:
        """Give the sentences on dates that lie before the beginning."""
        dates: list[tuple[str, int | str | None, int]] = [
            ("elections.national", self.elections.national, 1),
            ("elections.local", self.elections.local, 1),
        ]
        dates += [(f"government {n}: takes_office", one.takes_office, 1) for n, one in enumerate(self.governments, 1)]
        dates += [(f"donor {n}: ends", one.ends, 0) for n, one in enumerate(self.donors, 1)]
        for field, when, first in dates:
            if when is not None and self.month_of(when, field) < first:
                yield f"{field} is {shown(when)}, but must be month {first} ({self.date_of(first)}) or later"

    def _split(self) -> Iterable[str]:
        """Give the sentences on national governments that are said to change in different months."""
        dates = [("elections.national", self.elections.national)] + [
            (f"government {number}: takes_office", one.takes_office)
            for number, one in enumerate(self.governments, 1)
            if one.tier == "national"
        ]
        known = [(field, when) for field, when in dates if when is not None]
        for field, when in known[1:]:
            if self.month_of(when) != self.month_of(known[0][1]):
                first = f"{known[0][0]} is {shown(known[0][1])}"
                yield f"{field} is {shown(when)}, but national governments change together, and {first}"

    def _crowded(self) -> Iterable[str]:
        """Give the sentences on lists that are longer than the size allows."""
        tiers = Counter(one.tier for one in self.governments)
        listed = (
            ("national governments", tiers["national"], "national_governments", self.size.national_governments),
            ("local governments", tiers["local"], "local_governments", self.size.local_governments),
            ("donors", len(self.donors), "donors", self.size.donors),
            ("champions", len(self.champions), "champions", self.size.champions),
            ("people in groups of members", sum(one.count for one in self.members), "activists", self.size.activists),
        )
        for what, number, key, room in listed:
            if number > room:
                yield f"size.{key} is {room}, but {number} {what} are listed; make it at least {number}"

    def _strangers(self) -> Iterable[str]:
        """Give the sentences on names that are used twice, or belong to nobody."""
        for kind, listed in (
            ("government", self.governments),
            ("donor", self.donors),
            ("champion", self.champions),
            ("members", self.members),
        ):
            twice = [name for name, count in Counter(one.name for one in listed).items() if count > 1]
            if twice:
                yield f"two entries [[{kind}]] have the name {shown(twice[0])}; each needs its own"
        names = [one.name for one in self.governments]
        belong: tuple[tuple[str, Sequence[Donor | Champion]], ...] = (
            ("donor", self.donors),
            ("champion", self.champions),
        )
        for kind, belonging in belong:
            for number, one in enumerate(belonging, 1):
                if one.government is not None and one.government not in names:
                    hint = suggestion(one.government, names)
                    yield f"{kind} {number}: government {shown(one.government)} is not listed{hint}"

    def _loose_ends(self) -> Iterable[str]:
        """Give the sentences on costs without currency, and sources of fields that do not exist."""
        if (self.currency is None) != (self.staff_month_cost is None):
            missing = "currency" if self.currency is None else "staff_month_cost"
            yield f"{missing} is missing; currency and staff_month_cost belong together"
        fields = dotted_fields(Context)
        for name in self.sources:
            if name not in fields:
                yield f"sources.{shown(name)[1:-1]} is the source of no field{suggestion(name, fields)}"
