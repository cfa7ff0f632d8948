"""Draw a published edition of a round, for everybody who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handlers.chat.cards import Facts, Part, Quote, Text
from handlers.chat.label_ends import join_label
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext
from handlers.directory.contacts.organisation_card import label_organisation_kinds
from handlers.policy.rounds import adoption_labels, disclosure_control, round_texts
from handlers.policy.rounds.disclosure_control import anonymise_words
from handlers.quantities import units
from storage.kit.database import Store
from storage.policy.published_editions import PublishedEdition
from storage.policy.rounds import ANSWERED, COUNTED, NAMED, PRIVATE

MOST_ANSWERS = 12


async def draw_edition(at: RenderContext, edition: PublishedEdition) -> list[Part]:
    """Draw heading, totals, what may not be disclosed, and the words that members share."""
    say = at.say
    head = say("Totals, edition {n}, {day}", n=edition.number, day=say.format_day(edition.made_at))
    found: list[Part] = [Text(head, "strong"), *draw_edition_totals(say, edition)]
    if edition.data["withheld"]:
        names = say.listed(edition.data["withheld"])
        text = say("Not shown, since it could reveal what one organisation has answered: {names}.", names=names)
        found.append(Text(text, "subtle"))
    return [*found, *await draw_shared_words(at, edition)]


def draw_edition_totals(say: Say, edition: PublishedEdition) -> list[Part]:
    rows = [row for cell in edition.data["cells"] for row in list_cell_rows(say, cell)]
    return [Facts(tuple(rows))] if rows else []


async def draw_shared_words(at: RenderContext, edition: PublishedEdition) -> list[Part]:
    """Draw the words that members share, with the name of the organisation where it may be told."""
    return [
        Quote(text, f"{label} · {by}" if by else label)
        for label, text, by in (await list_shared_words(at.store, edition, at.say))[:MOST_ANSWERS]
    ]


def list_cell_rows(say: Say, cell: dict[str, Any]) -> list[tuple[str, str]]:
    """Return label and figures, a row for each part of the cell."""
    if cell["kind"] in COUNTED:
        told = " · ".join(
            f"{option}: {describe_disclosed_count(say, value)}" for option, value in label_options(say, cell)
        )
        return [(cell["label"], f"{describe_answer_total(say, cell['n'])} – {told}")]
    return [
        (name, describe_total_figures(say, cell["unit"], n, Decimal(total)))
        for name, n, total in list_total_blocks(say, cell)
    ]


def label_options(say: Say, cell: dict[str, Any]) -> list[tuple[str, disclosure_control.Told]]:
    """Return each option as it is called, with what is told of its count."""
    return [(adoption_labels.label_round_option(say, cell["kind"], option), told) for option, told in cell["options"]]


def list_total_blocks(say: Say, cell: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Return the name of each part of a number, the count of answers, and the sum."""
    names = label_organisation_kinds(say)
    return [
        (
            join_label(cell["label"], say.listed([names[kind] for kind in these])) if these else cell["label"],
            n,
            total,
        )
        for these, n, total in cell["blocks"]
    ]


def describe_total_figures(say: Say, unit: str, n: int, total: Decimal) -> str:
    """Return "120 MW fra 7 svar, 17,1 MW i snitt"."""
    average = round_texts.format_quantity(say, calculate_average(n, total), unit)
    if not units.is_unit_summed(unit):
        return say("{average} on average, from {answers}", average=average, answers=describe_answer_total(say, n))
    values = {
        "total": round_texts.format_quantity(say, total, unit),
        "answers": describe_answer_total(say, n),
        "average": average,
    }
    return say("{total} from {answers}, {average} on average", **values)


def calculate_average(n: int, total: Decimal) -> Decimal:
    """Return the average with three significant figures, and no more decimals than those need."""
    average = total / n
    return average.quantize(Decimal(1).scaleb(max(average.adjusted() - 2, -6) if average.adjusted() < 2 else 0))


def describe_answer_total(say: Say, n: int) -> str:
    return say.many("{n} answer", "{n} answers", n)


def describe_disclosed_count(say: Say, told: disclosure_control.Told) -> str:
    words_for: dict[str, str] = {
        disclosure_control.FEW: say("fewer than five"),
        disclosure_control.MANY: say("five or more"),
        disclosure_control.UNTOLD: say("not shown"),
    }
    return words_for.get(str(told), str(told))


async def list_shared_words(store: Store, edition: PublishedEdition, say: Say) -> list[tuple[str, str, str]]:
    """Return label, words, and whose they are if the name is shared.

    Only words that are still shared are returned, in alphabetical order, so that the order tells nothing.
    """
    if edition.round_id is None:
        return []
    fields = {field.id: field for field in await store.rounds.list_round_fields(edition.round_id)}
    names, found = [organisation.name for organisation in await store.organisations.list_known_organisations()], []
    for field_id, organisation_id in edition.data["words"]:
        answer = await store.rounds.find_round_answer(edition.round_id, organisation_id)
        organisation = await store.organisations.find(organisation_id)
        text = answer.given.get(str(field_id), "") if answer is not None and answer.state == ANSWERED else ""
        if answer is None or organisation is None or not text or answer.shared == PRIVATE or field_id not in fields:
            continue
        named = answer.shared == NAMED
        words_of = text if named else anonymise_words(text, names, say("a member"))
        found.append((fields[field_id].label, words_of, organisation.name if named else ""))
    return sorted(found)


async def draw_all_editions(at: RenderContext, editions: Sequence[PublishedEdition]) -> list[Part]:
    """Draw all editions, newest first. Each counts other organisations than those before it."""
    found = [part for edition in reversed(editions) for part in await draw_edition(at, edition)]
    if len(editions) > 1:
        found.append(Text(at.say("Each edition counts different organisations, so they can be added up."), "subtle"))
    return found
