"""Show a consultation in full: its steps, its signers, and the actions that the reader may take."""

from __future__ import annotations

from handlers.access.rights import need_right
from handlers.access.visibility import audience_texts
from handlers.chat.cards import MOST_ACTIONS, Button, Buttons, Card, Facts, Item, Part, Quote, Redrawn, Reply, Text
from handlers.chat.events import Click
from handlers.chat.rich_text.plain_text import cut_markup
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import ReaderContext, Turn, View
from handlers.policy.consultations import (
    consultation_log,
    consultation_texts,
    recipients,
    response_options,
    response_texts,
    signatures,
    signer_totals,
    step_timeline,
    upstream_changes,
)
from handlers.policy.consultations.card_arguments import ShownConsultation
from handlers.policy.consultations.consultation_publication import build_shown_consultation_subject
from handlers.policy.consultations.lookup import (
    list_consultation_ties,
    load_visible_consultation,
    may_see_consultation,
    may_steer_consultation,
)
from storage.policy.consultation_responses import NO, YES, ConsultationResponse
from storage.policy.consultations import CLOSED, DROPPED, FOUND, LEFT, OPEN, PUBLIC, SENT, Consultation

router = Router()


@router.on(Click, "consultations.open")
async def on_consultation_open(event: Click, turn: Turn) -> Reply:
    return await build_consultation_reply(turn, await load_visible_consultation(turn, event.value))


async def build_consultation_reply(turn: Turn, consultation: Consultation) -> Reply:
    """Build the reply that shows the consultation in a card that follows it."""
    redrawn = Redrawn(ShownConsultation(consultation.id), build_shown_consultation_subject(consultation.id))
    return Reply(await draw_consultation_card(turn, consultation), redrawn=redrawn)


@router.card(ShownConsultation)
async def draw_shown_consultation_card(view: View[ShownConsultation]) -> Card | None:
    consultation, at = await view.store.consultations.find(view.args.consultation), view.build_person_context()
    if consultation is None or at is None:
        return None
    seen = await may_see_consultation(at.store, at.person, consultation)
    return await draw_consultation_card(at, consultation) if seen else draw_withheld(view)


async def draw_consultation_core(at: ReaderContext | View, consultation: Consultation, most: int = 240) -> list[Part]:
    """Draw what is asked, by whom and until when, and who answers."""
    say = at.say
    parts: list[Part] = [Text(consultation_texts.describe_consultation_state(at, consultation), "subtle")]
    if consultation.text:
        parts.append(Item(say("In a few words"), cut_markup(consultation.text, most), marked=True))
    owner = await at.store.people.find(consultation.owner_id)
    facts = [
        (say("Topics"), await _describe_consultation_topics(at, consultation)),
        (say("Writes the answer"), owner.name if owner else say("Nobody yet")),
        (say("The draft"), _describe_draft_version(at, consultation)),
    ]
    if consultation.reach_id is not None:
        audience = await at.store.audiences.find(consultation.reach_id)
        facts.append((say("Who sees it"), await audience_texts.describe_audience(at.store, audience, say)))
    return [*parts, Facts(tuple((label, text) for label, text in facts if text))]


async def _describe_consultation_topics(at: ReaderContext | View, consultation: Consultation) -> str:
    found = [
        await at.store.topics.find(id)
        for id in await at.store.consultations.list_consultation_topic_ids(consultation.id)
    ]
    return at.say.join_names(topic.get_name(at.say.language) for topic in found if topic is not None)


def _describe_draft_version(at: ReaderContext | View, consultation: Consultation) -> str:
    if not consultation.version:
        return ""
    version = at.say("version {n}", n=consultation.version)
    return f"{version}, {at.say('final')}" if consultation.final else version


async def draw_consultation_card(at: ReaderContext, consultation: Consultation, most: int = 2000) -> Card:
    """Draw everything that is known for one reader, with the actions that the reader may take.

    `most`: characters of its description.
    """
    parts = await draw_consultation_core(at, consultation, most)
    if consultation.state in PUBLIC:
        parts += await step_timeline.draw_step_timeline(at, consultation)
        parts += await signer_totals.draw_signer_totals(at, consultation)
        lines = [
            _describe_response_line(at, consultation, response, organisation.name)
            for response, organisation in await at.store.consultation_responses.list_responses(consultation.id)
        ]
        parts += [Text("\n".join(lines))] if lines else []
        if consultation.state == OPEN and may_steer_consultation(at.person, consultation):
            parts += await signatures.draw_silent_organisations(at, consultation)
    rounds = await _describe_consultation_rounds(at, consultation)
    parts += [Facts(((at.say("Input rounds"), rounds),))] if rounds else []
    parts += await draw_consultation_outcome(at, consultation)
    if may_steer_consultation(at.person, consultation):
        parts += upstream_changes.draw_deadline_difference(at, consultation)
    comments, last = await consultation_log.draw_newest_comments(at, consultation)
    parts += comments
    row = await _draw_consultation_actions(at, consultation, last)
    parts += [Buttons(row)] if row else []
    return Card(consultation_texts.format_consultation_title(consultation), tuple(parts))


async def _describe_consultation_rounds(at: ReaderContext, consultation: Consultation) -> str:
    from handlers.policy.rounds import purposes

    return await purposes.describe_rounds_for(at, consultation_id=consultation.id)


def is_sent_text_changed(consultation: Consultation) -> bool:
    """Return True if the text that was sent differs from the draft that was signed."""
    sent, draft = (" ".join(text.split()) for text in (consultation.sent_text, consultation.draft_text))
    return bool(consultation.version and sent and draft) and sent != draft


async def draw_consultation_outcome(at: ReaderContext | View, consultation: Consultation) -> list[Part]:
    """Draw what was sent, and what the outcome is."""
    say = at.say
    parts: list[Part] = []
    if consultation.sent_text:
        parts.append(Quote(cut_markup(consultation.sent_text, 1500), say("What was sent")))
    if is_sent_text_changed(consultation):
        text = say("What was sent differs from version {n} of the draft, which was co-signed.",
                   n=consultation.version)  # fmt: skip
        parts.append(Text(text, "subtle"))
    if consultation.state in (CLOSED, DROPPED) and consultation.outcome:
        label = say("What came of it") if consultation.state == CLOSED else say("Why it was not answered")
        parts.append(Item(label, consultation.outcome, marked=True))
    return parts


def _describe_response_line(
    at: ReaderContext, consultation: Consultation, response: ConsultationResponse, name: str
) -> str:
    """Describe the response of an organisation: "• Eksempel Industripark: medsigner (versjon 1)"."""
    say = at.say
    if response.signs == YES:
        text = response_texts.describe_signed_version(say, response.version)
        if not recipients.signs_current_draft(response, consultation):
            text = f"{text}, {say('not version {n}', n=consultation.version)}"
    elif response.signs == NO:
        text = say("not now")
    else:
        text = say("it concerns us") if response.affected == YES else say("it does not concern us")
    return f"• {name}: {text}"


async def _draw_consultation_actions(
    at: ReaderContext, consultation: Consultation, last: tuple[Button, ...]
) -> tuple[Button, ...]:
    """Draw the response first, and the next step for those who work on the answer; `last`: behind all of them."""
    if consultation.state in (FOUND, LEFT):
        return (*draw_take_buttons(at, consultation), *last) if at.person.secretariat else last
    rows = await response_options.draw_response_options(at, consultation) if consultation.state == OPEN else ()
    steering, more = _draw_steering_buttons(at, consultation), _draw_reading_buttons(at, consultation)
    if len(rows) + len(steering) + len(more) + len(last) > MOST_ACTIONS:
        manage = Button(at.say("Change or close"), "consultations.manage", str(consultation.id))
        return (*rows, *steering[:1], *more, manage, *last)
    return (*rows, *steering[:1], *more, *steering[1:], *last)


def _draw_reading_buttons(at: ReaderContext, consultation: Consultation) -> tuple[Button, ...]:
    say, id = at.say, str(consultation.id)
    row = [Button(say("Comment"), "consultations.comment", id)] if consultation.state == OPEN else []
    if consultation.draft_text or consultation.draft_link:
        row.append(Button(say("Read the draft"), "consultations.draft", id))
    row.append(Button(say("History"), "consultations.history", id))
    links = ((say("Go to consultation"), consultation.link), (say("What was sent"), consultation.sent_link))
    return (*row, *(Button(label, url=url) for label, url in links if url))


@router.on(Click, "consultations.manage")
async def on_consultation_manage_open(event: Click, turn: Turn) -> Reply:
    consultation = await load_visible_consultation(turn, event.value)
    await need_right(turn, *list_consultation_ties(turn.person, consultation))
    row = _draw_steering_buttons(turn, consultation)[1:]
    return Reply(Card(consultation_texts.format_consultation_title(consultation), (Buttons(row),) if row else ()))


def draw_take_buttons(at: ReaderContext, consultation: Consultation) -> tuple[Button, ...]:
    """Draw the secretariat's buttons for a consultation that is not taken up."""
    say, id = at.say, str(consultation.id)
    row = [Button(say("Follow up"), "consultations.take", id, "primary")]
    if consultation.state == FOUND:
        row.append(Button(say("Not relevant"), "consultations.leave", id))
    if consultation.link:
        row.append(Button(say("Go to consultation"), url=consultation.link))
    return tuple(row)


def _draw_steering_buttons(at: ReaderContext, consultation: Consultation) -> tuple[Button, ...]:
    say, id, state = at.say, str(consultation.id), consultation.state
    if not may_steer_consultation(at.person, consultation):
        return ()
    if state == OPEN:
        return (
            Button(say("Write the draft"), "consultations.write", id, "primary"),
            Button(say("It is sent"), "consultations.sent", id),
            Button(say("Change"), "consultations.edit", id),
            Button(say("Do not answer"), "consultations.drop", id),
        )
    if state in (SENT, CLOSED):
        return (Button(say("What came of it"), "consultations.outcome", id),)
    return ()
