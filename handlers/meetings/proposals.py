"""Proposals: members propose, the secretariat approves, asks for a change or refuses, and every step is heard of."""

from __future__ import annotations

from handlers.access import rights, vacancy
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Quote, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.naming import signature
from handlers.meetings import changing, chasing, echo, outlines
from handlers.moderation.competition import hint
from storage.directory.people import Person
from storage.kit.database import Store
from storage.meetings.meetings import CANCELLED, PLANNED, PROPOSED, REFUSED, Meeting
from storage.meetings.occurrences import Occurrence

router = Router()


def subject(meeting_id: int) -> str:
    """All cards about the proposal, with those who decide and with the one who proposed."""
    return f"meeting:{meeting_id}:proposal"


async def propose(turn: Turn, meeting: Meeting) -> Reply:
    await _tell_secretariat(turn.store, meeting)
    return Reply(await card_for(turn, meeting), replace=True)


async def proposed_anew(turn: Turn, meeting: Meeting) -> Reply:
    """The proposal was changed; whoever asked for it, or refused it, is asked again."""
    anew = meeting.state == REFUSED or bool(meeting.why)
    meeting.state, meeting.why = PROPOSED, ""
    await turn.store.outbox.refresh(subject(meeting.id))
    if anew:
        await _tell_secretariat(turn.store, meeting)
    return Reply(await card_for(turn, meeting), replace=True)


async def card_for(turn: Turn, meeting: Meeting) -> Card:
    return await _card(turn.store, meeting, turn.person, turn.say)


async def item(turn: Turn, meeting: Meeting) -> Item:
    """On the home page and in the list."""
    say, outline = turn.say, await outlines.of_meeting(turn.store, meeting)
    by = await _by(turn.store, meeting, say)
    notes = say("Proposed by {name}", name=by) if turn.person.secretariat else _state(meeting, say)
    show = Button(say("Show"), "meetings.proposal", str(meeting.id))
    return Item(meeting.title, echo.when(outline, say), notes, (show,))


@router.on(Click, "meetings.proposal")
async def show(event: Click, turn: Turn) -> Reply:
    return Reply(await card_for(turn, await _meant(turn, event.value)))


@router.on(Click, "meetings.approve")
async def approve(event: Click, turn: Turn) -> Reply:
    """ "12:3": the meeting, and the version that was seen."""
    from handlers.meetings import saving

    meeting, say = await _meant(turn, event.value), turn.say
    _, _, seen = event.value.partition(":")
    if meeting.state != PROPOSED or seen != str(meeting.version):
        return Reply(await card_for(turn, meeting), replace=True)
    outline = await outlines.of_meeting(turn.store, meeting)
    if outline.start_at <= turn.now:
        raise UserError(say("Its time has passed. Ask for a change, or refuse it."))
    meeting.state, meeting.approved_by_id, meeting.why = PLANNED, turn.person.id, ""
    changing.touch(turn.store, meeting)
    rooms = await saving.publish(turn.store, turn.arena, meeting)
    await _tell_organiser(turn, meeting, "approved")
    return Reply(await saving.planned_card(turn, meeting, rooms), replace=True)


@router.on(Click, "meetings.ask_change", opens=True)
@router.on(Click, "meetings.refuse", opens=True)
async def ask_why(event: Click, turn: Turn) -> Reply:
    meeting, say = await _meant(turn, event.value), turn.say
    if event.name == "meetings.refuse":
        field = Field("why", say("Why?"), "text", hint=say("The one who proposed it reads this."), most=1000)
        form = Form(say("Refuse"), "meetings.refuse", (field,), say("Refuse"), event.value, meeting.title)
    else:
        field = Field("why", say("What should be different?"), "text", meeting.why[:1000], most=1000)
        form = Form(say("Ask for a change"), "meetings.ask_change", (field,), say("Send"), event.value, meeting.title)
    return Reply(form=form)


@router.on(Submission, "meetings.ask_change")
@router.on(Submission, "meetings.refuse")
async def decide(event: Submission, turn: Turn) -> Reply:
    meeting, say, why = await _meant(turn, event.value), turn.say, event.text("why")
    if not why:
        raise UserError("", {"why": say("Say in a few words why.")})
    if meeting.state != PROPOSED:
        return Reply(await card_for(turn, meeting))
    meeting.why = why[:1000]
    if event.name == "meetings.refuse":
        meeting.state = REFUSED
    changing.touch(turn.store, meeting)
    await _tell_organiser(turn, meeting, "refused" if meeting.state == REFUSED else "asked")
    organiser = await turn.store.people.get(meeting.organiser_id)
    told, hinted = Text(say("{name} is told.", name=organiser.name)), hint(say, why)
    return Reply(Card("", (told, *hinted)), brief=not hinted)


@router.on(Click, "meetings.withdraw")
async def withdraw(event: Click, turn: Turn) -> Reply:
    meeting = await _meant(turn, event.value)
    if meeting.state in (PROPOSED, REFUSED):
        meeting.state, meeting.why = CANCELLED, ""
        changing.touch(turn.store, meeting)
        await turn.store.outbox.refresh(subject(meeting.id))
    return Reply(await card_for(turn, meeting), replace=True)


@router.card("meetings.proposed")
@router.card("meetings.decided")
async def draw(view: View) -> Card | None:
    meeting = await view.store.meetings.find(view["meeting"])
    if meeting is None or view.person is None:
        return None
    if meeting.state != PROPOSED and view.delivery.template == "meetings.proposed" and not view.delivery.message:
        return None
    return await _card(view.store, meeting, view.person, view.say)


@router.card("meetings.unlooked")
async def draw_again(view: View) -> Card | None:
    """To each of the secretariat, when it has waited for long."""
    meeting, person = await view.store.meetings.find(view["meeting"]), view.person
    if meeting is None or person is None or not person.secretariat:
        return None
    if not chasing.waits(meeting) and not view.delivery.message:
        return None
    return await _card(view.store, meeting, person, view.say)


async def _card(store: Store, meeting: Meeting, person: Person, say: Say) -> Card:
    """How the proposal stands, with what this person may do about it."""
    outline, id = await outlines.of_meeting(store, meeting), f"{meeting.id}:{meeting.version}"
    state = _state(meeting, say)
    parts: list[Part] = [
        Text(await vacancy.tell_kept(store, say, state) if meeting.state == PROPOSED and not meeting.why else state)
    ]
    if meeting.state == PLANNED:
        first: Occurrence | None = next(iter(await store.occurrences.of(meeting.id)), None)
        row = [Button(say("Show"), "meetings.show", str(first.id), "primary")] if first else []
        return Card(meeting.title, (*parts, Text(echo.when(outline, say)), Buttons(tuple(row))))
    if meeting.why:
        parts.append(Quote(meeting.why))
    parts += [Text(say("Proposed by {name}", name=await _by(store, meeting, say)), "subtle")]
    parts += await echo.parts(store, outline, say)
    buttons: list[Button] = []
    if meeting.state == PROPOSED and person.secretariat:
        buttons += [
            Button(say("Approve"), "meetings.approve", id, "primary"),
            Button(say("Ask for a change"), "meetings.ask_change", id),
            Button(say("Refuse"), "meetings.refuse", id, "danger"),
        ]
    if meeting.state in (PROPOSED, REFUSED) and (person.secretariat or person.id == meeting.organiser_id):
        buttons.append(Button(say("Change"), "meetings.write", f"m{id}"))
    if meeting.state in (PROPOSED, REFUSED) and person.id == meeting.organiser_id:
        buttons.append(Button(say("Withdraw"), "meetings.withdraw", id))
    return Card(meeting.title, (*parts, Buttons(tuple(buttons))) if buttons else tuple(parts))


def _state(meeting: Meeting, say: Say) -> str:
    if meeting.state == PROPOSED:
        return say("The secretariat asks for a change.") if meeting.why else say("Waits for the secretariat.")
    if meeting.state == CANCELLED and meeting.approved_by_id is not None:
        return say("Called off.")
    return {
        PLANNED: say("The secretariat has approved it."),
        REFUSED: say("The secretariat has refused it."),
        CANCELLED: say("The proposal is withdrawn."),
    }[meeting.state]


async def _by(store: Store, meeting: Meeting, say: Say) -> str:
    person = await store.people.find(meeting.organiser_id)
    return await signature(store, meeting.organiser_id, person.stands_for if person else None, say)


async def _meant(turn: Turn, value: str) -> Meeting:
    """A proposal this person may know of, held; foreign and missing look the same."""
    id = value.partition(":")[0]
    meeting = await turn.store.meetings.lock(parse_id(id))
    gone = turn.say("I do not find that meeting.")
    if meeting is None:
        raise Missing(gone)
    await rights.need(turn, *((rights.AUTHOR,) if turn.person.id == meeting.organiser_id else ()), missing=gone)
    return meeting


async def _tell_secretariat(store: Store, meeting: Meeting) -> None:
    await chasing.begin(store, meeting)
    for person in await store.people.secretariat():
        if person.id != meeting.organiser_id:
            key = f"meeting:{meeting.id}:proposed:{person.id}:{meeting.version}"
            args = {"meeting": meeting.id}
            await outgoing.to_person(store, person, "meetings.proposed", args, key=key, subject=subject(meeting.id))


async def _tell_organiser(turn: Turn, meeting: Meeting, what: str) -> None:
    """The cards of those who decide say what was decided; the one who proposed hears of it."""
    await turn.store.outbox.refresh(subject(meeting.id))
    person = await turn.store.people.find(meeting.organiser_id)
    if person is not None and person.id != turn.person.id:
        key = f"meeting:{meeting.id}:{what}:{meeting.version}"
        args = {"meeting": meeting.id}
        await outgoing.to_person(turn.store, person, "meetings.decided", args, key=key, subject=subject(meeting.id))
