"""The list of names, for whoever runs the meeting: who comes how, who waits, who is silent."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.naming import signature
from handlers.meetings.audience import invited, need_run
from handlers.meetings.rsvps import overriding
from handlers.meetings.rsvps.counts import way
from handlers.meetings.rsvps.lookup import load_invited_sitting
from handlers.meetings.sittings import Sitting
from storage.meetings.rsvps import DECLINED, GOING, MAYBE, ONLINE, Rsvp

router = Router()


def button(say: Say, sitting: Sitting) -> Button:
    """For whoever runs the meeting."""
    return Button(say("Who comes"), "rsvps.list", str(sitting.id))


@router.on(Click, "rsvps.list")
async def names(event: Click, turn: Turn) -> Reply:
    sitting = await load_invited_sitting(turn, event.value, lock=False)
    await need_run(turn, sitting.meeting)
    return Reply(await list_card(turn, sitting))


async def list_card(turn: Turn, sitting: Sitting) -> Card:
    say, rsvps = turn.say, await turn.store.rsvps.of(sitting.id)
    now = [rsvp for rsvp in rsvps if rsvp.moves == sitting.occurrence.moves]
    answered = {rsvp.person_id for rsvp in now}
    silent = [person for person in await invited(turn.store, sitting.meeting) if person.id not in answered]
    waiting = sorted(
        (rsvp for rsvp in now if rsvp.waiting_since is not None), key=lambda rsvp: (rsvp.waiting_since, rsvp.person_id)
    )
    groups = [
        (say("In person"), [rsvp for rsvp in now if way(rsvp, sitting) == GOING]),
        (say("Online"), [rsvp for rsvp in now if way(rsvp, sitting) == ONLINE]),
        (say("Waiting list"), waiting),
        (say("Maybe"), [rsvp for rsvp in now if way(rsvp, sitting) == MAYBE]),
        (say("Cannot come"), [rsvp for rsvp in now if way(rsvp, sitting) == DECLINED]),
    ]
    parts: list[Part] = []
    for title, found in groups:
        if found:
            lines = [await _name(turn, rsvp) for rsvp in found]
            parts += [Text(f"{title} ({say.number(len(found))})", "strong"), Text("\n".join(lines))]
    if silent:
        lines = [await signature(turn.store, person.id, person.stands_for, say) for person in silent]
        parts += [Text(f"{say('No answer')} ({say.number(len(silent))})", "strong"), Text("\n".join(lines))]
    parts.append(Buttons((overriding.button(say, sitting),)))
    return Card(say("Who comes to {title}", title=sitting.title), tuple(parts))


async def _name(turn: Turn, rsvp: Rsvp) -> str:
    name = await signature(turn.store, rsvp.person_id, rsvp.organisation_id, turn.say)
    deputy = await turn.store.people.find(rsvp.substitute_id)
    sent = deputy.name if deputy else rsvp.substitute_name
    return turn.say("{name} (sends {deputy})", name=name, deputy=sent) if sent else name
