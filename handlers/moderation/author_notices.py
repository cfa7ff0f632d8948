"""Notify the author why a record is hidden, how to object, and that it is back.

Whoever reported it hears that the secretariat has looked at it.
"""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_optional_id
from handlers.chat.record_moderation import Moderable
from handlers.chat.rich_text.plain_text import shorten_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import capitalise_first_letter
from handlers.chat.turn import Turn, View
from handlers.moderation import record_hiding, reports
from handlers.moderation.moderable_lookup import find_moderable
from storage.moderation.hidings import Hiding
from storage.moderation.reports import Report

router = Router()


class RecordHiddenNotice(CardArguments, frozen=True):
    template = "moderation.hidden"

    hiding: int


class RecordRestoredNotice(CardArguments, frozen=True):
    template = "moderation.restored"

    hiding: int


class ReportSettledNotice(CardArguments, frozen=True):
    template = "moderation.looked_at"

    report: int


def build_hiding_subject(hiding: Hiding) -> str:
    return f"hiding:{hiding.id}"


async def notify_record_hidden(turn: Turn, item: Moderable, hiding: Hiding) -> None:
    author = await turn.store.people.find(item.author_id)
    if author is not None:
        key, notice = f"hiding:{hiding.id}", RecordHiddenNotice(hiding.id)
        await outgoing.post_to_person(turn.store, author, notice, key=key, subject=build_hiding_subject(hiding))


async def notify_record_restored(turn: Turn, item: Moderable, hiding: Hiding) -> None:
    author = await turn.store.people.find(item.author_id)
    if author is not None:
        key, notice = f"hiding:{hiding.id}:restored", RecordRestoredNotice(hiding.id)
        await outgoing.post_to_person(turn.store, author, notice, key=key)


@router.card(RecordHiddenNotice)
async def draw_record_hidden_card(view: View[RecordHiddenNotice]) -> Card | None:
    """Tell the author kindly: what is hidden, why, and what to do."""
    hiding, say = await view.store.hidings.find(view.args.hiding), view.say
    item = await find_moderable(view.store, hiding.kind, hiding.record_id) if hiding else None
    if hiding is None or item is None:
        return None
    if hiding.restored_at is not None:
        back = say("{item} is no longer hidden.", item=capitalise_first_letter(item.name(say)))
        return Card("", (Text(back, "subtle"),)) if view.delivery.was_told else None
    why = say(
        "The secretariat has hidden what you wrote: {ground}.",
        ground=record_hiding.describe_ground(say, hiding.ground),
    )
    kept = say("Others no longer see it. Nothing is deleted, and it says nothing about you.")
    way = say("You can disagree: say why, and the secretariat will review it again.")
    row = Buttons((Button(say("I disagree"), "moderation.object", str(hiding.id)),))
    title = capitalise_first_letter(say("{item} is hidden", item=item.name(say)))
    return Card(title, (Text(why), Quote(shorten_markup(item.text, 300)), Text(kept), Text(way, "subtle"), row))


@router.card(RecordRestoredNotice)
async def draw_record_restored_card(view: View[RecordRestoredNotice]) -> Card | None:
    hiding, say = await view.store.hidings.find(view.args.hiding), view.say
    item = await find_moderable(view.store, hiding.kind, hiding.record_id) if hiding else None
    if item is None:
        return None
    text = say(
        "{item} has been restored: others can see it again, as it was.", item=capitalise_first_letter(item.name(say))
    )
    return Card("", (Text(text),))


@router.card(ReportSettledNotice)
async def draw_report_settled_card(view: View[ReportSettledNotice]) -> Card | None:
    report, say = await view.store.reports.find(view.args.report), view.say
    item = await find_moderable(view.store, report.kind, report.record_id) if report else None
    if report is None or item is None:
        return None
    hiding = await view.store.hidings.find_hiding_in_force(report.kind, report.record_id)
    text = say("It is hidden now.") if hiding is not None else say("It stays as it is.")
    seen = say("The secretariat has reviewed {item}, which you reported.", item=item.name(say))
    return Card("", (Text(f"{seen} {text}"),))


@router.on(Click, "moderation.object", opens=True)
async def on_moderation_object_open(event: Click, turn: Turn) -> Reply:
    item, hiding = await _load_own_hidden_record(turn, event.value)
    say = turn.say
    field = Field(
        "why", say("Why should others see it?"), "text", "", say("Only the secretariat reads this."), most=1000
    )
    return Reply(
        form=Form(
            say("I disagree"),
            "moderation.object",
            (field,),
            say("Send"),
            str(hiding.id),
            note=shorten_text(item.text, 200),
        )
    )


@router.on(Submission, "moderation.object")
async def on_moderation_object_submit(event: Submission, turn: Turn) -> Reply:
    item, _ = await _load_own_hidden_record(turn, event.value)
    why = event.get_text("why")
    if not why:
        raise UserError("", {"why": turn.say("Say in a few words why.")})
    if any(known.objection for known in await turn.store.reports.list_open_reports_about(item.kind, item.row.id)):
        return build_text_reply(turn.say("The secretariat has your objection already."))
    report = Report(kind=item.kind, record_id=item.row.id, by_id=turn.person.id, why=why, objection=True)
    await reports.notify_report(turn, await turn.store.reports.add(report))
    return build_text_reply(turn.say("The secretariat looks at it again. You hear from me."))


async def _load_own_hidden_record(turn: Turn, value: str) -> tuple[Moderable, Hiding]:
    """Return the hidden record of this person. Raises UserError, the same for not found and not allowed."""
    hiding = await turn.store.hidings.find(parse_optional_id(value) or 0)
    item = await find_moderable(turn.store, hiding.kind, hiding.record_id) if hiding else None
    mine = item is not None and item.author_id == turn.person.id
    open_ = hiding is not None and hiding.restored_at is None
    if hiding is None or item is None or not (mine and open_):
        raise UserError(turn.say("It is not hidden."))
    await rights.need_right(turn, rights.AUTHOR)
    return item, hiding
