"""Editions: what was published of a round, in words, for everybody who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handlers.chat.cards import Facts, Part, Quote, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.contacts.organisations import kinds
from handlers.policy.rounds import floor, units, words
from handlers.policy.rounds.unnamed import without_names
from storage.kit.database import Store
from storage.policy.published_editions import Edition
from storage.policy.rounds import ANSWERED, CHOICE, NAMED, PRIVATE

#: words of members that are shown
MOST = 12


async def parts(at: Turn | View, edition: Edition) -> list[Part]:
    """Heading, totals, what may not be told, and the words that members share."""
    say = at.say
    head = say("Totals, edition {n}, {day}", n=edition.number, day=say.day(edition.made_at))
    found: list[Part] = [Text(head, "strong"), *draw_totals(say, edition)]
    if edition.data["withheld"]:
        names = say.listed(edition.data["withheld"])
        text = say("Not told, since it could show what one organisation has answered: {names}.", names=names)
        found.append(Text(text, "subtle"))
    return [*found, *await draw_words(at, edition)]


def draw_totals(say: Say, edition: Edition) -> list[Part]:
    rows = [row for cell in edition.data["cells"] for row in rows_of(say, cell)]
    return [Facts(tuple(rows))] if rows else []


async def draw_words(at: Turn | View, edition: Edition) -> list[Part]:
    """Draw the words that members share, each with the name of its writer where that is told."""
    return [
        Quote(text, f"{label} · {by}" if by else label)
        for label, text, by in (await shared(at.store, edition, at.say))[:MOST]
    ]


def rows_of(say: Say, cell: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and figures, a row for each part of it."""
    if cell["kind"] == CHOICE:
        told = " · ".join(f"{option}: {count(say, value)}" for option, value in cell["options"])
        return [(cell["label"], f"{answers(say, cell['n'])} – {told}")]
    return [(name, figures(say, cell["unit"], n, Decimal(total))) for name, n, total in blocks(say, cell)]


def blocks(say: Say, cell: dict[str, Any]) -> list[tuple[str, int, str]]:
    """The name of each part of a number, how many have answered, and the sum."""
    names = kinds(say)
    return [
        (f"{cell['label']}: {say.listed([names[kind] for kind in these])}" if these else cell["label"], n, total)
        for these, n, total in cell["blocks"]
    ]


def figures(say: Say, unit: str, n: int, total: Decimal) -> str:
    """ "120 MW fra 7 svar, 17,1 MW i snitt"."""
    average = words.number(say, average_of(n, total), unit)
    if not units.is_summed(unit):
        return say("{average} on average, from {answers}", average=average, answers=answers(say, n))
    values = {"total": words.number(say, total, unit), "answers": answers(say, n), "average": average}
    return say("{total} from {answers}, {average} on average", **values)


def average_of(n: int, total: Decimal) -> Decimal:
    """With three figures that say something, and no more decimals than those need."""
    average = total / n
    return average.quantize(Decimal(1).scaleb(max(average.adjusted() - 2, -6) if average.adjusted() < 2 else 0))


def answers(say: Say, n: int) -> str:
    return say.many("{n} answer", "{n} answers", n)


def count(say: Say, told: floor.Told) -> str:
    words_for: dict[str, str] = {
        floor.FEW: say("fewer than five"),
        floor.MANY: say("five or more"),
        floor.UNTOLD: say("not told"),
    }
    return words_for.get(str(told), str(told))


async def shared(store: Store, edition: Edition, say: Say) -> list[tuple[str, str, str]]:
    """Label, words, and whose they are, where that is told; as far as they are still shared. In no one's order."""
    if edition.round_id is None:
        return []
    fields = {field.id: field for field in await store.rounds.fields(edition.round_id)}
    names, found = [house.name for house in await store.organisations.all()], []
    for field_id, organisation_id in edition.data["words"]:
        answer = await store.rounds.answer(edition.round_id, organisation_id)
        house = await store.organisations.find(organisation_id)
        text = answer.given.get(str(field_id), "") if answer is not None and answer.state == ANSWERED else ""
        if answer is None or house is None or not text or answer.shared == PRIVATE or field_id not in fields:
            continue
        named = answer.shared == NAMED
        words_of = text if named else without_names(text, names, say("a member"))
        found.append((fields[field_id].label, words_of, house.name if named else ""))
    return sorted(found)


async def all_parts(at: Turn | View, editions: Sequence[Edition]) -> list[Part]:
    """The newest first; each counts others than those before it."""
    found = [part for edition in reversed(editions) for part in await parts(at, edition)]
    if len(editions) > 1:
        found.append(Text(at.say("Each edition counts other organisations: they can be added up."), "subtle"))
    return found
