"""Send: the agenda and its papers go to everybody who is invited, and to the threads of the meeting's cards."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.meetings import sittings
from handlers.meetings.agenda import papers, showing
from handlers.meetings.agenda.changes import changed
from handlers.meetings.agenda.lookup import load_visible_sitting, need_coming_sitting
from handlers.meetings.agenda.readers import readers, still_reads
from handlers.meetings.audience import need_run, rooms
from handlers.meetings.showing import is_coming
from handlers.meetings.sittings import Sitting
from handlers.notifications.pushes import push
from storage.queue.delivery_rows import CARD
from storage.queue.outbox import Draft

router = Router()


@router.on(Click, "agenda.publish", opens=True)
async def check(event: Click, turn: Turn) -> Reply:
    """Once more what is needed: papers, and how many will have it."""
    say, found = turn.say, await load_visible_sitting(turn, event.value, lock=False)
    await _need_sendable(turn, found)
    many = len([person for person in await readers(turn.store, found) if person.id != turn.person.id])
    lead = say.many("It goes to {n} person who is invited.", "It goes to {n} people who are invited.", many)
    return Reply(
        form=Form(
            say("Send the agenda"), "agenda.publish", (_papers(turn, found),), say("Send"), str(found.id), note=lead
        )
    )


@router.on(Submission, "agenda.publish")
async def publish(event: Submission, turn: Turn) -> Reply:
    found = await load_visible_sitting(turn, event.value)
    await _need_sendable(turn, found)
    found.occurrence.papers = _given(turn, event)
    found.occurrence.agenda_sent_at = turn.now
    await turn.store.session.flush()
    await _to_people(turn, found)
    await _to_rooms(turn, found)
    await turn.store.outbox.refresh(sittings.subject(found.id))
    return note(
        turn.say("The agenda of {title} is on its way. Later changes are told by themselves.", title=found.title)
    )


@router.on(Click, "agenda.papers", opens=True)
async def edit_papers(event: Click, turn: Turn) -> Reply:
    found = await load_visible_sitting(turn, event.value, lock=False)
    await need_run(turn, found.meeting)
    await need_coming_sitting(turn, found)
    form = Form(turn.say("Papers"), "agenda.papers", (_papers(turn, found),), turn.say("Save"), str(found.id))
    return Reply(form=form)


@router.on(Submission, "agenda.papers")
async def save_papers(event: Submission, turn: Turn) -> Reply:
    found = await load_visible_sitting(turn, event.value)
    await need_run(turn, found.meeting)
    await need_coming_sitting(turn, found)
    given = _given(turn, event)
    if given != found.occurrence.papers:
        found.occurrence.papers = given
        await changed(turn, found)
    return Reply(await showing.personal_card(turn.store, found, turn.say, turn.person))


@router.card("agenda.sent")
async def draw(view: View) -> Card | None:
    """To one who is invited, as it is when it arrives."""
    found = await sittings.sitting(view.store, view["occurrence"])
    if found is None or view.person is None:
        return None
    if not view.delivery.message and not (
        is_coming(found, view.now) and await still_reads(view.store, found, view.person)
    ):
        return None
    row = [Button(view.say("Agenda"), "agenda.show", str(found.id))]
    if is_coming(found, view.now):
        row.append(Button(view.say("Propose an item"), "agenda.propose", str(found.id)))
    parts = await showing.shared(view.store, found, view.say)
    return Card(showing.headline(view.say, found), (*parts, Buttons(tuple(row))))


async def _to_people(turn: Turn, sitting: Sitting) -> None:
    for person in await readers(turn.store, sitting):
        if person.id != turn.person.id:
            await push(
                turn.store,
                turn.arena,
                person,
                "agenda.sent",
                {"occurrence": sitting.id},
                key=f"occurrence:{sitting.id}:agenda:{person.id}:{sitting.occurrence.moves}",
                at=turn.now,
                subject=showing.subject(sitting.id),
                expires_at=sitting.occurrence.start_at,
            )


async def _to_rooms(turn: Turn, sitting: Sitting) -> None:
    """In the thread of the meeting's card; as a message of its own where there is no card."""
    store, args = turn.store, {"occurrence": sitting.id}
    cards = {
        copy.room_id: copy
        for copy in await store.outbox.copies(sittings.subject(sitting.id))
        if copy.template == "meetings.card" and copy.room_id is not None
    }
    for room in await rooms(store, sitting.meeting):
        key, copy = f"agenda:{sitting.id}:room:{room.id}", cards.get(room.id)
        about = showing.subject(sitting.id)
        if copy is None:
            await store.outbox.post(outgoing.to_room(room, "agenda.card", args, key=key, subject=about))
            continue
        await store.outbox.post(
            Draft(
                key=key,
                platform=copy.platform,
                workspace=copy.workspace,
                channel=copy.sent_channel or copy.channel,
                thread=copy.sent_thread,
                template="agenda.card",
                args=args,
                language=copy.language,
                kind=CARD,
                subject=about,
                room_id=room.id,
            )
        )


async def _need_sendable(turn: Turn, sitting: Sitting) -> None:
    await need_run(turn, sitting.meeting)
    await need_coming_sitting(turn, sitting)
    sent = sitting.occurrence.agenda_sent_at
    if sent is not None:
        raise UserError(turn.say("It was sent on {day}. Later changes are told by themselves.", day=turn.say.day(sent)))
    if not await turn.store.agenda.of(sitting.id):
        raise UserError(turn.say("Nothing is on the agenda yet. Add an item first."))


def _papers(turn: Turn, sitting: Sitting) -> Field:
    say = turn.say
    hint = say("One a line: a name and a link that starts with https.")
    return Field("papers", say("Papers"), "text", sitting.occurrence.papers, hint, required=False)


def _given(turn: Turn, event: Submission) -> str:
    text = event.text("papers")
    if len([line for line in text.splitlines() if line.strip()]) > papers.MOST:
        raise UserError("", {"papers": turn.say("At most {n} papers: put the rest behind one link.", n=papers.MOST)})
    return text
