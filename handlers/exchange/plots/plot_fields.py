"""Draw and read the three forms of a plot. Name, municipality and area are required, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handlers.access.option_fields import draw_option_field
from handlers.access.visibility.audience_fields import fold_organisations
from handlers.chat.cards import Field, OptionSource
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.level_fields import draw_level_fields
from handlers.exchange.listing_labels import describe_listing_level
from handlers.exchange.listings.listing_fields import CONTACT_SEARCH, list_contact_options
from handlers.exchange.plots.plot_facts import (
    CHOICE,
    DAY,
    FACTS,
    FLAG,
    NUMBER,
    PARTS,
    REQUIRED,
    YEAR,
    PlotFact,
    complete_plot_values,
    find_contradiction,
)
from handlers.exchange.plots.plot_labels import (
    describe_plot_unit,
    label_plot_fact,
    label_plot_part,
    list_plot_choices,
)
from handlers.exchange.plots.plot_parser import NO, YES, WrongFact, parse_fact_text
from handlers.exchange.power_sensitive_details import explain_power_sensitive_refusal
from handlers.quantities.units import raise_unit_figures
from storage.exchange.listings import HIDDEN_LEVEL, OPEN_LEVEL
from storage.exchange.plots import NOTES, Plot

#: decimals after which a number could be read in two ways
_DOUBTFUL_DECIMALS = 3


def draw_plot_fact_fields(say: Say, plot: Plot, facts: Sequence[PlotFact]) -> tuple[Field, ...]:
    """Draw a field for each fact, filled with what is known."""
    return tuple(_draw_fact_field(say, fact, getattr(plot, fact.key)) for fact in facts)


def _draw_fact_field(say: Say, fact: PlotFact, value: Any) -> Field:
    label, required = label_plot_fact(say, fact.key), fact.key in REQUIRED
    if fact.kind == FLAG:
        now = "" if value is None else YES if value else NO
        return Field(fact.key, label, "choice", now, required=False, options=((YES, say("Yes")), (NO, say("No"))))
    if fact.kind == CHOICE:
        options = list_plot_choices(say, fact.key)
        return Field(fact.key, label, "choice", value or "", required=False, options=options)
    if fact.kind == NUMBER:
        hint = describe_plot_unit(say, fact.unit)
        return Field(fact.key, label, "line", write_plot_number(value, fact.unit), hint, required=required, most=40)
    if fact.kind == YEAR:
        return Field(fact.key, label, "number", str(value or ""), required=False, most=4)
    if fact.kind == DAY:
        return Field(fact.key, label, "date", value.isoformat() if value else "", required=False)
    return Field(
        fact.key, label, "text" if fact.most >= NOTES else "line", value or "", required=required, most=fact.most
    )  # fmt: skip


def write_plot_number(value: float | None, unit: str) -> str:
    """Return a number as its field takes it back in any language: without groups, and never with three decimals."""
    if value is None:
        return ""
    text = f"{Decimal(repr(value)).normalize():f}"
    if len(text.partition(".")[2]) == _DOUBTFUL_DECIMALS:
        text += "0"
    return f"{text} {raise_unit_figures(unit)}"


async def draw_plot_sight_fields(turn: Turn, plot: Plot, organisation_id: int | None) -> tuple[Field, ...]:
    """Draw who sees the plot, what guests read of an open one, and who answers for it."""
    say = turn.say
    labels = {level: describe_plot_level(say, level) for level in (OPEN_LEVEL, HIDDEN_LEVEL)}
    who = fold_organisations(say, *await draw_level_fields(turn, plot, labels, ""))
    options = tuple((part, label_plot_part(say, part)) for part in PARTS)
    hint = say("Name, place and area besides. It counts for an open plot alone.")
    opened = Field(
        "open_parts", say("What may guests read?"), "choices", tuple(plot.open_parts or ()), hint, required=False,
        options=options,
    )  # fmt: skip
    if organisation_id is None:
        return *who, opened
    people = [(str(person.id), person.name) for person in await list_contact_options(turn, organisation_id)]
    source, chosen = OptionSource(CONTACT_SEARCH, str(organisation_id)), (str(plot.contact_id),)
    return *who, opened, draw_option_field("contact", say("Contact"), people, source, chosen=chosen)


def describe_plot_level(say: Say, level: str) -> str:
    if level == HIDDEN_LEVEL:
        return say("Hidden: only your organisation and the secretariat")
    return describe_listing_level(say, level)


def parse_plot_facts(event: Submission, say: Say, plot: Plot, facts: Sequence[PlotFact]) -> dict[str, Any]:
    """Return the facts that the form says. Raise UserError with what is wrong at each field; nothing is kept then."""
    wrong: dict[str, str] = {}
    values: dict[str, Any] = {}
    for fact in facts:
        try:
            values[fact.key] = parse_fact_text(fact, event.get_text(fact.key))
        except WrongFact as error:
            wrong[fact.key] = explain_wrong_fact(say, error)
    for key in REQUIRED:
        if key in values and values[key] in (None, ""):
            wrong[key] = say("This is needed.")
    clash = find_contradiction({key: getattr(plot, key) for key in FACTS} | values)
    if clash is not None:
        here = next((key for key in clash if key in values), "")
        if here:
            wrong.setdefault(here, explain_contradiction(say, clash))
    if wrong:
        raise UserError("", wrong)
    return complete_plot_values(values)


def explain_wrong_fact(say: Say, error: WrongFact) -> str:
    if error.sensitive:
        return explain_power_sensitive_refusal(say, error.sensitive)
    return error.fault.translate_fault(say)


def explain_contradiction(say: Say, clash: tuple[str, str]) -> str:
    if clash[0] == "free_area":
        return say("The free area is larger than all of it.")
    if clash[0] == "picture_credit":
        return say("Write who took the picture: without that it is not shown.")
    return say("No quay, and yet its length, draught, crane or ISPS: which is right?")


def parse_open_parts(event: Submission) -> list[str]:
    chosen = event.get_choices("open_parts")
    return [part for part in PARTS if part in chosen]
