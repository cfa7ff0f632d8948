"""Call off: one date or all that are to come, with a reason that everybody concerned reads."""

from __future__ import annotations

from handlers.chat.cards import Card, Field, Form, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings import cards, changing, drafts, telling
from handlers.meetings.audience import need_run
from handlers.meetings.personal import seen
from handlers.meetings.reminders.planning import replan
from handlers.meetings.showing import when
from handlers.meetings.sittings import Sitting
from handlers.moderation.competition import hint
from storage.meetings.meetings import CANCELLED as ALL_OFF
from storage.meetings.meetings import PLANNED as ALL_PLANNED
from storage.meetings.occurrences import CANCELLED, PLANNED

router = Router()
#: characters of a reason
LONGEST = 1000


def reason_form(turn: Turn, found: Sitting, *, one: bool) -> Form:
    """ "12:one" or "12:all"."""
    say = turn.say
    which = when(found, say) if one or not found.meeting.rule else say("All that are to come")
    field = Field("why", say("Why?"), "text", hint=say("Everybody who is invited reads this."), most=LONGEST)
    value = f"{found.id}:{'one' if one else 'all'}"
    return Form(say("Call it off"), "meetings.cancel", (field,), say("Call it off"), value, f"{found.title}\n{which}")


@router.on(Submission, "meetings.cancel")
async def cancel(event: Submission, turn: Turn) -> Reply:
    id, _, which = event.value.partition(":")
    found = await seen(turn, id)
    await turn.store.meetings.lock(found.meeting.id)
    found = await seen(turn, id, lock=True)
    await need_run(turn, found.meeting)
    why = event.text("why")
    if not why:
        raise UserError("", {"why": turn.say("Say in a few words why.")})
    drafts.need_coming(turn, found)
    one = which == "one" and bool(found.meeting.rule)
    off = await (_one(turn, found, why) if one else _all(turn, found, why))
    told = await telling.tell_cancelled(turn.store, turn.arena, off, turn.person.id)
    await replan(turn.store, turn.arena, *off)
    await cards.redraw(turn.store, [one_off.occurrence for one_off in off])
    await cards.spread(turn.store, found.meeting)
    text = turn.say("Called off.")
    if told:
        text = turn.say.many("Called off. {n} person is told.", "Called off. {n} people are told.", told)
    hinted = hint(turn.say, why)
    return Reply(Card("", (Text(text), Text(found.title, "strong"), *hinted)), brief=not hinted)


async def _one(turn: Turn, found: Sitting, why: str) -> list[Sitting]:
    row = found.occurrence
    row.state, row.why = CANCELLED, why[:LONGEST]
    row.sequence += 1
    changing.touch(turn.store, found.meeting)
    await turn.store.session.flush()
    return [found]


async def _all(turn: Turn, found: Sitting, why: str) -> list[Sitting]:
    """What has begun already stays as it was; a series that has begun ends, one that has not is off as a whole."""
    meeting, off = found.meeting, []
    rows = await turn.store.occurrences.of(meeting.id)
    begun = [row for row in rows if row.start_at <= turn.now]
    meeting.sequence = changing.next_sequence(meeting, rows)
    changing.touch(turn.store, meeting)
    for row in rows:
        await turn.store.occurrences.lock(row.id)
        if row not in begun and row.state == PLANNED:
            row.state, row.why = CANCELLED, why[:LONGEST]
            off.append(Sitting(meeting, row))
    if begun:
        changing.end(meeting, begun)
    elif meeting.state == ALL_PLANNED:
        meeting.state, meeting.why = ALL_OFF, why[:LONGEST]
    await turn.store.session.flush()
    return off
