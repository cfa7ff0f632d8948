"""Register consultations by form.

The secretariat opens what it has written, and what members, files and sources propose.
"""

from __future__ import annotations

import msgspec

from handlers.access import secretariat_vacancy
from handlers.access.visibility import audience_fields, audience_texts
from handlers.chat import outgoing, verbs
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Form, Part, Reply, Text, build_text_reply
from handlers.chat.events import Click, Command, Submission
from handlers.chat.new_record_orders import NEW
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.moderation.competition import draw_competition_hint
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.policy.consultations import (
    consultation_list,
    consultation_texts,
    consultation_view,
    forms,
    registration_words,
    sources,
    step_scheduler,
    step_timeline,
)
from handlers.policy.consultations.consultation_publication import (
    build_consultation_notice_subject,
    publish_consultation,
)
from handlers.policy.consultations.lookup import load_consultation_to_take
from storage.access.audiences import Audience
from storage.policy.consultation_responses import STATE, ConsultationLogEntry
from storage.policy.consultations import FOUND, LEFT, OPEN, Consultation

router = Router()
#: maximum number of characters that are typed beside the order
MOST_TYPED = 500
_SOURCES = ("kilde", "kjelde", "kilder", "kjelder", "source", "sources")


class ConsultationProposalCard(CardArguments, frozen=True):
    template = "consultations.proposed"
    for_secretariat = True

    consultation: int


@router.on(Command, "consultation")
async def on_consultation_command(event: Command, turn: Turn) -> Reply:
    """Answer the command: `høring` lists the open ones, `høring ny` registers one.

    `høring H-7` shows one, `høring kilde` lists the sources.
    """
    text = event.text.strip()
    first, _, rest = text.partition(" ")
    if verbs.fold_word(first) in _SOURCES:
        return await sources.answer_sources_query(turn, rest.strip())
    if verbs.fold_word(first) not in NEW:
        return await consultation_list.answer_consultation_query(turn, text)
    if event.reply_to is None:
        return Reply(
            form=await _draw_registration_form(turn, registration_words.list_registration_values(turn, rest.strip()))
        )
    # A command cannot open a form, but a button can.
    button = Button(turn.say("Register a consultation"), "consultations.register", rest.strip()[:MOST_TYPED], "primary")
    return Reply(Card("", (Text(turn.say("Who asks what, and by when? A form opens.")), Buttons((button,)))))


@router.on(Click, "consultations.register", opens=True)
async def on_consultation_register_open(event: Click, turn: Turn) -> Reply:
    return Reply(
        form=await _draw_registration_form(turn, registration_words.list_registration_values(turn, event.value))
    )


@router.on(Submission, "consultations.register")
async def on_consultation_register_submit(event: Submission, turn: Turn) -> Reply:
    """Store the consultation.

    The secretariat's own is opened at once; a member's proposal waits for the secretariat.
    """
    wanted, audience = (
        await forms.parse_consultation_form(event, turn),
        await audience_fields.parse_audience_fields(turn, event),
    )
    found = Consultation(state=FOUND, registered_by_id=turn.person.id, language="nb", title=wanted.words["title"])
    wanted.fill_consultation(found)
    await turn.store.consultations.add(found)
    await turn.store.consultations.set_consultation_topics(found.id, wanted.topic_ids)
    if turn.person.secretariat:
        return await _open_consultation(turn, found, audience)
    found.reach_id = audience.id if audience else None
    await _notify_secretariat_of_proposal(turn, found)
    text = turn.say("{code} is with the secretariat, which decides whether we follow it up.", code=found.code)
    text = await secretariat_vacancy.describe_kept_by_secretariat(turn.store, turn.say, text, rooms=True)
    parts: tuple[Part, ...] = (Text(found.title, "strong"), Text(text), *draw_competition_hint(turn.say, found.text))
    return Reply(Card("", parts))


@router.on(Click, "consultations.take", opens=True)
async def on_consultation_take_open(event: Click, turn: Turn) -> Reply:
    """Open the form, filled with what is known and the topic that is probably meant."""
    found, say = await load_consultation_to_take(turn, event.value, lock=False), turn.say
    filled = dict(await forms.list_form_values(turn, found))
    if not filled["topics"]:
        filled["topics"] = _guess_consultation_topics(turn, found)
    audience = await turn.store.audiences.find(found.reach_id)
    form = await forms.draw_consultation_form(
        turn, say("Follow up"), "consultations.take", filled, str(found.id), say("Open consultation")
    )
    return Reply(
        form=msgspec.structs.replace(
            form, fields=(*form.fields, *await audience_fields.draw_short_audience_fields(turn, audience))
        )
    )


@router.on(Submission, "consultations.take")
async def on_consultation_take_submit(event: Submission, turn: Turn) -> Reply:
    found = await load_consultation_to_take(turn, event.value)
    wanted, audience = (
        await forms.parse_consultation_form(event, turn),
        await audience_fields.parse_audience_fields(turn, event),
    )
    wanted.fill_consultation(found)
    await turn.store.consultations.set_consultation_topics(found.id, wanted.topic_ids)
    return await _open_consultation(turn, found, audience)


@router.on(Click, "consultations.leave")
async def on_consultation_leave(event: Click, turn: Turn) -> Reply:
    """Dismiss the proposal. The row is kept, so that the next reading of its source does not propose it again."""
    found = await load_consultation_to_take(turn, event.value)
    found.state = LEFT
    await turn.store.session.flush()
    await turn.store.outbox.refresh_copies(build_consultation_notice_subject(found.id))
    return build_text_reply(
        turn.say("{code} is set aside. It can still be followed up.", code=found.code), replace=event.direct
    )


async def _draw_registration_form(turn: Turn, filled: forms.Filled) -> Form:
    say = turn.say
    submit = say("Open consultation") if turn.person.secretariat else say("Propose it")
    form = await forms.draw_consultation_form(
        turn, say("Register a consultation"), "consultations.register", filled, "", submit
    )
    return msgspec.structs.replace(
        form, fields=(*form.fields, *await audience_fields.draw_short_audience_fields(turn, None))
    )


async def _open_consultation(turn: Turn, found: Consultation, audience: Audience | None) -> Reply:
    """Open the consultation. The person who opens it owns the answer at first."""
    store, say = turn.store, turn.say
    found.state, found.opened_at, found.owner_id = OPEN, turn.now, turn.person.id
    found.reach_id = audience.id if audience else None
    await store.consultation_responses.add_consultation_log_entry(
        ConsultationLogEntry(consultation_id=found.id, kind=STATE, what=OPEN, person_id=turn.person.id)
    )
    await step_scheduler.schedule_consultation_steps(store, turn.arena, found)
    await publish_consultation(store, found)
    seen = Text(await audience_texts.describe_audience_size(store, found.reach_id, say), "subtle")
    row = (
        Button(say("Write the draft"), "consultations.write", str(found.id)),
        Button(say("Change"), "consultations.edit", str(found.id)),
        Button(say("Show"), "consultations.open", str(found.id)),
    )
    told = Text(say("You look after the answer from now on. Choose another one under Change."))
    timeline = await step_timeline.draw_step_timeline(turn, found)
    line = Text(consultation_texts.describe_consultation_state(turn, found), "subtle")
    parts = (line, told, *timeline, seen, *draw_competition_hint(say, found.text), Buttons(row))
    return Reply(Card(consultation_texts.format_consultation_title(found), parts))


async def _notify_secretariat_of_proposal(turn: Turn, found: Consultation) -> None:
    """Post the proposal to the secretariat's rooms, or to each of its people if there are no rooms."""
    store, card = turn.store, ConsultationProposalCard(found.id)
    key, subject = f"consultation:{found.id}:proposed", build_consultation_notice_subject(found.id)
    await store.session.flush()
    rooms = await store.rooms.list_triage_rooms()
    for room in rooms:
        key_of_room = f"{key}:room:{room.id}"
        await store.outbox.post_deliveries(outgoing.build_room_draft(room, card, key=key_of_room, subject=subject))
    for person in () if rooms else await store.people.list_secretariat():
        await outgoing.post_to_person(store, person, card, key=f"{key}:{person.id}", subject=subject)


@router.card(ConsultationProposalCard)
async def draw_proposed_consultation_card(view: View[ConsultationProposalCard]) -> Card | None:
    """Draw the proposal for the secretariat; once it is decided, draw the decision."""
    found, say = await view.store.consultations.find(view.args.consultation), view.say
    if found is None:
        return None
    wait_for_reader_hours(view)
    parts: list[Part] = [*await consultation_view.draw_consultation_core(view, found)]
    if found.state == FOUND:
        id = str(found.id)
        row = [Button(say("Follow up"), "consultations.take", id, "primary")]
        row.append(Button(say("Not relevant"), "consultations.leave", id))
        row += [Button(say("Go to consultation"), url=found.link)] if found.link else []
        parts.append(Buttons(tuple(row)))
    return Card(say("A member proposes {code}: {title}", code=found.code, title=found.title), tuple(parts))


def _guess_consultation_topics(turn: Turn, found: Consultation) -> tuple[str, ...]:
    """Return the topic that is probably meant, as it would be guessed for a question with these words."""
    if not turn.classifier.is_trained:
        return ()
    guess = turn.classifier.guess_topics(f"{found.title}. {found.text}")
    return tuple(slug for slug, _ in guess.topics[:1]) if not guess.ask else ()
