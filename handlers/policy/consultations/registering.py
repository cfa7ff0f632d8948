"""Register: by form; the secretariat opens what it or a member has written, or what a file or a source has brought."""

from __future__ import annotations

import msgspec

from handlers.access import vacancy
from handlers.access.reaches import choosing, telling
from handlers.chat import outgoing, verbs
from handlers.chat.cards import Button, Buttons, Card, Form, Part, Reply, Text, note
from handlers.chat.events import Click, Command, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.moderation.competition import hint
from handlers.policy.consultations import forms, listing, planning, showing, sources, steps, words
from handlers.policy.consultations.lookup import load_consultation_to_take
from handlers.policy.consultations.publishing import notice_subject, spread
from storage.access.audiences import Reach
from storage.policy.consultation_responses import STATE, ConsultationNote
from storage.policy.consultations import FOUND, LEFT, OPEN, Consultation

router = Router()
_NEW = ("ny", "nytt", "nye", "new")
_SOURCES = ("kilde", "kjelde", "kilder", "kjelder", "source", "sources")


@router.on(Command, "consultation")
async def consultation(event: Command, turn: Turn) -> Reply:
    """`høring` lists the open ones, `høring ny` registers one, `høring H-7` shows one, `høring kilde` the sources."""
    text = event.text.strip()
    first, _, rest = text.partition(" ")
    if verbs.fold(first) in _SOURCES:
        return await sources.asked(turn, rest.strip())
    if verbs.fold(first) not in _NEW:
        return await listing.asked(turn, text)
    if event.reply_to is None:
        return Reply(form=await _form(turn, {"title": rest.strip()}))
    # a line of chat opens no form: a button does
    button = Button(turn.say("Register a consultation"), "consultations.register", rest.strip()[:100], "primary")
    return Reply(Card("", (Text(turn.say("Who asks what, and by when? A form asks.")), Buttons((button,)))))


@router.on(Click, "consultations.register", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    return Reply(form=await _form(turn, {"title": event.value}))


@router.on(Submission, "consultations.register")
async def keep(event: Submission, turn: Turn) -> Reply:
    """Open at once where the secretariat writes it; what a member proposes waits for the secretariat."""
    wanted, reach = await forms.read(event, turn), await choosing.chosen(turn, event)
    found = Consultation(state=FOUND, registered_by_id=turn.person.id, language="nb", title=wanted.words["title"])
    wanted.write(found)
    await turn.store.consultations.add(found)
    await turn.store.consultations.tag(found.id, wanted.topic_ids)
    if turn.person.secretariat:
        return await _open(turn, found, reach)
    found.reach_id = reach.id if reach else None
    await _propose(turn, found)
    text = turn.say("{code} is with the secretariat, which decides whether we take it up.", code=found.code)
    text = await vacancy.tell_kept(turn.store, turn.say, text, rooms=True)
    parts: tuple[Part, ...] = (Text(found.title, "strong"), Text(text), *hint(turn.say, found.text))
    return Reply(Card("", parts))


@router.on(Click, "consultations.take", opens=True)
async def take(event: Click, turn: Turn) -> Reply:
    """With what is known of it filled in, and the topics that it seems to be about."""
    found, say = await load_consultation_to_take(turn, event.value, lock=False), turn.say
    filled = dict(await forms.words_of(turn, found))
    if not filled["topics"]:
        filled["topics"] = _guessed(turn, found)
    reach = await turn.store.reaches.find(found.reach_id)
    form = await forms.form(turn, say("Take it up"), "consultations.take", filled, str(found.id), say("Open it"))
    return Reply(form=msgspec.structs.replace(form, fields=(*form.fields, *await choosing.fields(turn, reach))))


@router.on(Submission, "consultations.take")
async def open_found(event: Submission, turn: Turn) -> Reply:
    found = await load_consultation_to_take(turn, event.value)
    wanted, reach = await forms.read(event, turn), await choosing.chosen(turn, event)
    wanted.write(found)
    await turn.store.consultations.tag(found.id, wanted.topic_ids)
    return await _open(turn, found, reach)


@router.on(Click, "consultations.leave")
async def leave(event: Click, turn: Turn) -> Reply:
    """Kept, so that it is not offered again when its source is read the next time."""
    found = await load_consultation_to_take(turn, event.value)
    found.state = LEFT
    await turn.store.session.flush()
    await turn.store.outbox.refresh(notice_subject(found.id))
    return note(turn.say("{code} is left. It can still be taken up.", code=found.code), replace=event.direct)


async def _form(turn: Turn, filled: forms.Filled) -> Form:
    say = turn.say
    submit = say("Open it") if turn.person.secretariat else say("Propose it")
    form = await forms.form(turn, say("Register a consultation"), "consultations.register", filled, "", submit)
    return msgspec.structs.replace(form, fields=(*form.fields, *await choosing.fields(turn, None)))


async def _open(turn: Turn, found: Consultation, reach: Reach | None) -> Reply:
    """Whoever opens it looks after the answer, until somebody else does."""
    store, say = turn.store, turn.say
    found.state, found.opened_at, found.owner_id = OPEN, turn.now, turn.person.id
    found.reach_id = reach.id if reach else None
    await store.voices.note(ConsultationNote(consultation_id=found.id, kind=STATE, what=OPEN, person_id=turn.person.id))
    await planning.plan(store, turn.arena, found)
    await spread(store, found)
    seen = Text(await telling.seen_by(store, found.reach_id, say), "subtle")
    row = (
        Button(say("Write the draft"), "consultations.write", str(found.id)),
        Button(say("Change"), "consultations.edit", str(found.id)),
        Button(say("Show"), "consultations.open", str(found.id)),
    )
    told = Text(say("You look after the answer from now on. Choose another one under Change."))
    ladder = await steps.parts(turn, found)
    line = Text(words.state_line(turn, found), "subtle")
    parts = (line, told, *ladder, seen, *hint(say, found.text), Buttons(row))
    return Reply(Card(words.named(found), parts))


async def _propose(turn: Turn, found: Consultation) -> None:
    """In each of the secretariat's rooms, or to each of its people."""
    store, args = turn.store, {"consultation": found.id}
    key, subject = f"consultation:{found.id}:proposed", notice_subject(found.id)
    await store.session.flush()
    rooms = await store.rooms.triage()
    for room in rooms:
        key_of_room = f"{key}:room:{room.id}"
        await store.outbox.post(
            outgoing.to_room(room, "consultations.proposed", args, key=key_of_room, subject=subject)
        )
    for person in () if rooms else await store.people.secretariat():
        await outgoing.to_person(
            store, person, "consultations.proposed", args, key=f"{key}:{person.id}", subject=subject
        )


@router.card("consultations.proposed")
async def draw(view: View) -> Card | None:
    """For the secretariat; once it has been looked at, what came of it."""
    found, say = await view.store.consultations.find(view["consultation"]), view.say
    if found is None:
        return None
    parts: list[Part] = [*await showing.core(view, found)]
    if found.state == FOUND:
        id = str(found.id)
        row = [Button(say("Take it up"), "consultations.take", id, "primary")]
        row.append(Button(say("Not for us"), "consultations.leave", id))
        row += [Button(say("Go to it"), url=found.link)] if found.link else []
        parts.append(Buttons(tuple(row)))
    return Card(say("A member proposes {code}: {title}", code=found.code, title=found.title), tuple(parts))


def _guessed(turn: Turn, found: Consultation) -> tuple[str, ...]:
    """The topic that it is probably about, as a question with these words would be."""
    if not turn.mind.known:
        return ()
    guess = turn.mind.guess(f"{found.title}. {found.text}")
    return tuple(slug for slug, _ in guess.topics[:1]) if not guess.ask else ()
