"""List names for the organiser: who comes and how, who waits, and who has not answered."""

from __future__ import annotations

from handlers.chat.cards import Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_signature
from handlers.meetings.audience import list_invitees, need_meeting_role
from handlers.meetings.occurrence_view import OccurrenceView
from handlers.meetings.rsvps import rsvp_override
from handlers.meetings.rsvps.lookup import load_answerable_occurrence
from handlers.meetings.rsvps.rsvp_counts import classify_rsvp
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, Rsvp

router = Router()


@router.on(Click, "rsvps.list")
async def on_rsvp_list(event: Click, turn: Turn) -> Reply:
    occurrence = await load_answerable_occurrence(turn, event.value, lock=False)
    await need_meeting_role(turn, occurrence.meeting)
    return Reply(await draw_rsvp_list(turn, occurrence))


async def draw_rsvp_list(turn: Turn, occurrence: OccurrenceView) -> Card:
    say, rsvps = turn.say, await turn.store.rsvps.list_rsvps_of_occurrence(occurrence.id)
    now = [rsvp for rsvp in rsvps if rsvp.moves == occurrence.occurrence.moves]
    answered = {rsvp.person_id for rsvp in now}
    silent = [person for person in await list_invitees(turn.store, occurrence.meeting) if person.id not in answered]
    waiting = sorted(
        (rsvp for rsvp in now if rsvp.waiting_since is not None), key=lambda rsvp: (rsvp.waiting_since, rsvp.person_id)
    )
    groups = [
        (say("In person"), [rsvp for rsvp in now if classify_rsvp(rsvp, occurrence) == GOING]),
        (say("Online"), [rsvp for rsvp in now if classify_rsvp(rsvp, occurrence) == ONLINE]),
        (say("Waiting list"), waiting),
        (say("Maybe"), [rsvp for rsvp in now if classify_rsvp(rsvp, occurrence) == MAYBE]),
        (say("Cannot attend"), [rsvp for rsvp in now if classify_rsvp(rsvp, occurrence) == DECLINED]),
    ]
    parts: list[Part] = []
    for title, found in groups:
        if found:
            lines = [await _describe_respondent(turn, rsvp) for rsvp in found]
            parts += [Text(f"{title} ({say.format_number(len(found))})", "strong"), Text("\n".join(lines))]
    if silent:
        lines = [await format_signature(turn.store, person.id, person.stands_for, say) for person in silent]
        parts += [Text(f"{say('No answer')} ({say.format_number(len(silent))})", "strong"), Text("\n".join(lines))]
    parts.append(Buttons((rsvp_override.draw_rsvp_override_button(say, occurrence),)))
    return Card(say("Who comes to {title}", title=occurrence.title), tuple(parts))


async def _describe_respondent(turn: Turn, rsvp: Rsvp) -> str:
    name = await format_signature(turn.store, rsvp.person_id, rsvp.organisation_id, turn.say)
    deputy = await turn.store.people.find(rsvp.substitute_id)
    sent = deputy.name if deputy else rsvp.substitute_name
    return turn.say("{name} (sends {deputy})", name=name, deputy=sent) if sent else name
