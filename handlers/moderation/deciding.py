"""Decide: the secretariat hides what is out of place, restores it, or leaves it as it is."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.records import Moderable
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.moderation import grounds, hiding, telling
from handlers.moderation.items import find_moderable, find_visible_moderable
from handlers.moderation.reporting import subject

router = Router()


@router.on(Click, "moderation.hide", opens=True)
async def ask(event: Click, turn: Turn) -> Reply:
    return Reply(form=form(turn, await find_visible_moderable(turn, event.value)))


def form(turn: Turn, item: Moderable) -> Form:
    """The ground is chosen from a list: the author and the trail are told it."""
    say = turn.say
    options = tuple((ground, _capital(grounds.name(say, ground))) for ground in grounds.GROUNDS)
    field = Field("ground", say("Why?"), "choice", "", say("The author is told."), options=options)
    return Form(say("Hide"), "moderation.hide", (field,), say("Hide"), item.value, note=shorten(item.text, 300))


@router.on(Submission, "moderation.hide")
async def hide(event: Submission, turn: Turn) -> Reply:
    item, say, ground = await _meant(turn, event.value), turn.say, event.text("ground")
    if ground not in grounds.GROUNDS:
        raise UserError("", {"ground": say("Choose why.")})
    if not item.shown:
        raise UserError(say("It is out of sight already."))
    row = await hiding.hide(turn.store, item, ground, turn.person.id)
    await _settle(turn, item)
    await telling.hidden(turn, item, row)
    lines = [Text(say("{item} is hidden. The author is told why, and how to object.", item=_capital(item.name(say))))]
    if item.in_chat:
        where = say(
            "In the chat it was written in, it still stands: only its author or an administrator can delete it."
        )
        lines.append(Text(where, "subtle"))
    back = Buttons((Button(say("Restore"), "moderation.restore", item.value),))
    return Reply(Card("", (*lines, back)))


@router.on(Click, "moderation.restore")
async def restore(event: Click, turn: Turn) -> Reply:
    return await bring_back(turn, event.value)


async def bring_back(turn: Turn, value: str) -> Reply:
    item, say = await _meant(turn, value), turn.say
    row = await turn.store.hidings.of(item.kind, item.row.id)
    if row is None:
        raise UserError(say("It is not hidden."))
    back = await hiding.restore(turn.store, item, row, turn.person.id)
    await _settle(turn, item)
    await turn.store.outbox.refresh(telling.subject(row))
    if not back:
        return note(say("Its author has taken it back meanwhile."), replace=True)
    await telling.restored(turn, item, row)
    return note(say("{item} is back. The author is told.", item=_capital(item.name(say))), replace=True)


@router.on(Click, "moderation.leave")
async def leave(event: Click, turn: Turn) -> Reply:
    """Nothing is changed; whoever reported it hears that it was looked at."""
    item = await _meant(turn, event.value)
    if not await turn.store.reports.about(item.kind, item.row.id):
        raise UserError(turn.say("Somebody in the secretariat has decided on it already."))
    await _settle(turn, item)
    return note(turn.say("It stays as it is. Whoever reported it is told."), replace=True)


async def _settle(turn: Turn, item: Moderable) -> None:
    """The reports about it are answered, and the cards of the secretariat say so."""
    for report in await turn.store.reports.settle(item.kind, item.row.id, turn.person.id):
        person = await turn.store.people.find(report.by_id)
        if person is not None and person.id != turn.person.id and not report.objection:
            key, args = f"report:{report.id}:settled", {"report": report.id}
            await outgoing.to_person(turn.store, person, "moderation.looked_at", args, key=key)
    await turn.store.outbox.refresh(subject(item.kind, item.row.id))


async def _meant(turn: Turn, value: str) -> Moderable:
    """Held for a change, even if its author has taken it back meanwhile."""
    await rights.need_secretariat(turn)
    kind, _, id = value.partition(":")
    item = await find_moderable(turn.store, kind, parse_optional_id(id), lock=True)
    if item is None:
        raise Missing(turn.say("I do not find that."))
    return item


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
