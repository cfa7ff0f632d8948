"""Decide on a reported record: the secretariat hides it, restores it, or leaves it as it is."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_moderation import Moderable
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import capitalise_first_letter
from handlers.chat.turn import Turn
from handlers.moderation import author_notices, record_hiding
from handlers.moderation.moderable_lookup import find_moderable, find_visible_moderable
from handlers.moderation.reports import build_report_subject

router = Router()


@router.on(Click, "moderation.hide", opens=True)
async def on_moderation_hide_open(event: Click, turn: Turn) -> Reply:
    return Reply(form=draw_hide_form(turn, await find_visible_moderable(turn, event.value)))


def draw_hide_form(turn: Turn, item: Moderable) -> Form:
    """Draw the form with a list of grounds: the author and the trail are told the ground."""
    say = turn.say
    options = tuple(
        (ground, capitalise_first_letter(record_hiding.describe_ground(say, ground)))
        for ground in record_hiding.GROUNDS
    )
    field = Field("ground", say("Why?"), "choice", "", say("The author will be told."), options=options)
    return Form(say("Hide"), "moderation.hide", (field,), say("Hide"), item.value, note=shorten_text(item.text, 300))


@router.on(Submission, "moderation.hide")
async def on_moderation_hide_submit(event: Submission, turn: Turn) -> Reply:
    item, say, ground = await _lock_moderable(turn, event.value), turn.say, event.get_text("ground")
    if ground not in record_hiding.GROUNDS:
        raise UserError("", {"ground": say("Choose why.")})
    if not item.shown:
        raise UserError(say("It is already hidden."))
    row = await record_hiding.hide_moderable(turn.store, turn.arena, item, ground, turn.person.id)
    await _settle_reports(turn, item)
    await author_notices.notify_record_hidden(turn, item, row)
    lines = [
        Text(
            say(
                "{item} is hidden. The author is told why, and how to object.",
                item=capitalise_first_letter(item.name(say)),
            )
        )
    ]
    if item.in_chat:
        where = say(
            "It is still there in the chat where it was written: only its author or an administrator can delete it."
        )
        lines.append(Text(where, "subtle"))
    back = Buttons((Button(say("Restore"), "moderation.restore", item.value),))
    return Reply(Card("", (*lines, back)))


@router.on(Click, "moderation.restore")
async def on_moderation_restore(event: Click, turn: Turn) -> Reply:
    return await restore_moderated_record(turn, event.value)


async def restore_moderated_record(turn: Turn, value: str) -> Reply:
    item, say = await _lock_moderable(turn, value), turn.say
    row = await turn.store.hidings.find_hiding_in_force(item.kind, item.row.id)
    if row is None:
        raise UserError(say("It is not hidden."))
    back = await record_hiding.restore_moderable(turn.store, turn.arena, item, row, turn.person.id)
    await _settle_reports(turn, item)
    await turn.store.outbox.refresh_copies(author_notices.build_hiding_subject(row))
    if not back:
        return build_text_reply(say("Its author has withdrawn it in the meantime."), replace=True)
    await author_notices.notify_record_restored(turn, item, row)
    return build_text_reply(
        say("{item} has been restored. The author is told.", item=capitalise_first_letter(item.name(say))), replace=True
    )


@router.on(Click, "moderation.leave")
async def on_moderation_leave(event: Click, turn: Turn) -> Reply:
    """Change nothing; whoever reported the record hears that the secretariat looked at it.

    Raises UserError when somebody has decided already.
    """
    item = await _lock_moderable(turn, event.value)
    if not await turn.store.reports.list_open_reports_about(item.kind, item.row.id):
        raise UserError(turn.say("Somebody in the secretariat has decided on it already."))
    await _settle_reports(turn, item)
    return build_text_reply(turn.say("It stays as it is. The person who reported it will be told."), replace=True)


async def _settle_reports(turn: Turn, item: Moderable) -> None:
    """Settle the reports about the record, tell their authors, and redraw the cards of the secretariat."""
    for report in await turn.store.reports.settle_reports_about(item.kind, item.row.id, turn.person.id):
        person = await turn.store.people.find(report.by_id)
        if person is not None and person.id != turn.person.id and not report.objection:
            key, notice = f"report:{report.id}:settled", author_notices.ReportSettledNotice(report.id)
            await outgoing.post_to_person(turn.store, person, notice, key=key)
    await turn.store.outbox.refresh_copies(build_report_subject(item.kind, item.row.id))


async def _lock_moderable(turn: Turn, value: str) -> Moderable:
    """Return the record with a row lock, even if its author has withdrawn it meanwhile.

    Raises Missing when it does not exist, NotAllowed outside the secretariat.
    """
    await rights.need_secretariat(turn)
    record = RecordValue.parse_value(value)
    item = await find_moderable(turn.store, record.kind, record.id, lock=True)
    if item is None:
        raise Missing(turn.say("I cannot find that."))
    return item
