"""The next meetings, with one's own answer to each; and a new one, from a line or a form."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.access.rights import trail
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.belonging import where_button
from handlers.meetings import drafts, lines, outlines, proposals, writing
from handlers.meetings.audience import may_see, missing
from handlers.meetings.reading import LONGEST
from handlers.meetings.rsvps import own
from handlers.meetings.showing import when
from handlers.meetings.sittings import Sitting, sitting
from storage.meetings.meetings import Meeting, MeetingDraft

router = Router()
#: meetings on a card, and those that are looked at
PAGE, MOST = 5, 300


@router.on(Command, "meeting")
async def meeting(event: Command, turn: Turn) -> Reply:
    """`møte` lists what comes; `møte ny ...` makes one."""
    first, _, rest = event.text.strip().partition(" ")
    if verbs.fold(first) not in ("ny", "nytt", "nye", "new"):
        return Reply(await list_card(turn, 0))
    return await new(event, turn, rest.strip())


@router.on(Click, "meetings.page")
async def page(event: Click, turn: Turn) -> Reply:
    """The page that begins with this meeting, in place of the one before; empty for a first look."""
    skip = int(event.value) if event.value.isdecimal() and len(event.value) < 6 else 0
    return Reply(await list_card(turn, skip), replace=bool(event.value))


async def new(event: Command, turn: Turn, text: str) -> Reply:
    """Straight to the echo when the line says enough, else to the form with what it says."""
    draft = await drafts.begun(turn, "")
    if text:
        outline = lines.outline_of(text, turn.now, outlines.read(draft.data).where)
        await drafts.keep(turn, draft, outline)
        await trail.note_typed(turn, "meetings.write", drafts.value_of(draft))
        if lines.clear(outline, turn.now):
            return Reply(await drafts.confirmation(turn, draft))
    value = drafts.value_of(draft) if text else ""
    if event.reply_to is None:
        return Reply(form=writing.form_of(turn, draft, value))
    # a line of chat opens no form: a button does
    say, title = turn.say, turn.say("New meeting")
    if not text:
        button = Button(title, "meetings.write", style="primary")
        return Reply(Card("", (Text(say("What, when and where? A form asks.")), Buttons((button,)))))
    button = drafts.next_button(turn, draft)
    known = drafts.known(turn, draft)
    lacking = say("Still to be said: {what}.", what=_lacking(turn, outlines.read(draft.data)))
    return Reply(Card(title, (*known, Text(lacking), Buttons((button,)))))


def _lacking(turn: Turn, outline: outlines.Outline) -> str:
    """What is missing in a line, or was not understood."""
    say, found = turn.say, []
    if not outline.title:
        found.append(say("what it is called"))
    if not outline.starts or outline.start_at <= turn.now or not 0 < outline.minutes <= LONGEST:
        found.append(say("when it is"))
    if outline.repeats:
        found.append(say("how often, and until when"))
    return ", ".join(found)


async def list_card(turn: Turn, skip: int) -> Card:
    say = turn.say
    if not rights.belongs(turn.person):
        return await outsider_card(turn)
    found = await coming(turn, skip + PAGE + 1, since=skip)
    parts: list[Part] = []
    if not skip:
        parts += [drafts.item(turn, draft) for draft in await turn.store.meetings.unsaved(turn.person.id)]
        parts += [await proposals.item(turn, row) for row in await open_proposals(turn)]
    parts += await items(turn, found[:PAGE])
    if not found:
        parts.append(Text(say("No meeting is planned.")))
    row = []
    if skip:
        row.append(Button(say("Previous page"), "meetings.page", str(max(skip - PAGE, 0))))
    if len(found) > PAGE:
        row.append(Button(say("Next page"), "meetings.page", str(skip + PAGE)))
    if not skip:
        row.append(Button(say("Minutes of past meetings"), "minutes.list"))
    row.append(Button(say("New meeting") if turn.person.secretariat else say("Propose a meeting"), "meetings.write"))
    return Card(say("Next meetings"), (*parts, Buttons(tuple(row))))


async def outsider_card(turn: Turn) -> Card:
    """What somebody has whom nobody has confirmed: their own drafts and proposals, and how they get to see the rest."""
    say = turn.say
    own: list[Part] = [drafts.item(turn, draft) for draft in await turn.store.meetings.unsaved(turn.person.id)]
    own += [await proposals.item(turn, row) for row in await open_proposals(turn)]
    told = missing(turn.person, say)
    row = (where_button(turn),) if turn.person.organisation_id is None else ()
    return Card(say("Next meetings"), (*own, Text(told), *([Buttons(row)] if row else [])))


async def coming(turn: Turn, most: int, since: int = 0) -> list[Sitting]:
    """What this person may see of what is not over, from the `since`-th on; nothing for whom nobody has confirmed."""
    found: list[Sitting] = []
    if not rights.belongs(turn.person):
        return found
    for row in await turn.store.occurrences.upcoming(limit=MOST):
        one = await sitting(turn.store, row.id)
        if one is not None and one.takes_place and await may_see(turn.store, one.meeting, turn.person):
            found.append(one)
        if len(found) >= most:
            break
    return found[since:]


async def items(turn: Turn, found: Sequence[Sitting]) -> list[Item]:
    """When, where, and what one has said."""
    say, shown = turn.say, []
    for one in found:
        said = await own.parts(turn.store, one, turn.person, say)
        note = " ".join(part.text for part in said if isinstance(part, Text))
        text = " · ".join(filter(None, (when(one, say), one.place)))
        button = Button(say("Show"), "meetings.show", str(one.id))
        shown.append(Item(one.title, text, note, (button,)))
    return shown


async def open_proposals(turn: Turn) -> Sequence[Meeting]:
    """All that wait, for the secretariat; one's own for others."""
    if turn.person.secretariat:
        return await turn.store.meetings.proposed(limit=PAGE)
    return await turn.store.meetings.proposed_by(turn.person.id)


async def waiting(turn: Turn) -> list[Item]:
    """On the home page: drafts; proposals that wait for this person."""
    drafted: Sequence[MeetingDraft] = await turn.store.meetings.unsaved(turn.person.id)
    found = [drafts.item(turn, draft) for draft in drafted]
    asked = [row for row in await open_proposals(turn) if turn.person.secretariat or row.why]
    return [*found, *[await proposals.item(turn, row) for row in asked]]
