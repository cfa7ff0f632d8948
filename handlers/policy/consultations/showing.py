"""Show: a consultation whole, with its ladder, who signs, and what one may do."""

from __future__ import annotations

from handlers.access.reaches import telling
from handlers.access.rights import may
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Quote, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten
from handlers.policy.consultations import asked, elsewhere, histories, offers, steps, strength, voicing, words
from handlers.policy.consultations.lookup import list_consultation_ties, load_visible_consultation
from storage.policy.consultation_responses import NO, YES, ConsultationVoice
from storage.policy.consultations import CLOSED, DROPPED, FOUND, LEFT, OPEN, PUBLIC, SENT, Consultation

router = Router()


@router.on(Click, "consultations.open")
async def show(event: Click, turn: Turn) -> Reply:
    return Reply(await whole(turn, await load_visible_consultation(turn, event.value)))


async def core(at: Turn | View, consultation: Consultation, most: int = 600) -> list[Part]:
    """What is asked, by whom and until when, and who answers."""
    say = at.say
    parts: list[Part] = [Text(words.state_line(at, consultation), "subtle")]
    if consultation.text:
        parts.append(Text(shorten(consultation.text, most)))
    owner = await at.store.people.find(consultation.owner_id)
    facts = [
        (say("Topics"), await _topics(at, consultation)),
        (say("Writes the answer"), owner.name if owner else say("Nobody yet")),
        (say("The draft"), _draft(at, consultation)),
    ]
    if consultation.reach_id is not None:
        reach = await at.store.reaches.find(consultation.reach_id)
        facts.append((say("Who sees it"), await telling.name(at.store, reach, say)))
    return [*parts, Facts(tuple((label, text) for label, text in facts if text))]


async def _topics(at: Turn | View, consultation: Consultation) -> str:
    found = [await at.store.topics.find(id) for id in await at.store.consultations.topics(consultation.id)]
    return ", ".join(topic.name(at.say.language) for topic in found if topic is not None)


def _draft(at: Turn | View, consultation: Consultation) -> str:
    if not consultation.version:
        return ""
    version = at.say("version {n}", n=consultation.version)
    return f"{version}, {at.say('final')}" if consultation.final else version


async def whole(turn: Turn, consultation: Consultation) -> Card:
    """All that is known, for one person, with what that person may do."""
    parts = await core(turn, consultation, 2000)
    if consultation.state in PUBLIC:
        parts += await steps.parts(turn, consultation)
        parts += await strength.parts(turn, consultation)
        lines = [
            _said(turn, consultation, voice, house.name) for voice, house in await turn.store.voices.of(consultation.id)
        ]
        parts += [Text("\n".join(lines))] if lines else []
    rounds = await _rounds(turn, consultation)
    parts += [Facts(((turn.say("Input rounds"), rounds),))] if rounds else []
    parts += await ended(turn, consultation)
    if may(turn.person, "consultations.write", *list_consultation_ties(turn.person, consultation)):
        parts += elsewhere.parts(turn, consultation)
    parts += await histories.comments(turn, consultation)
    for row in await _buttons(turn, consultation):
        parts.append(Buttons(row))
    return Card(words.named(consultation), tuple(parts))


async def _rounds(turn: Turn, consultation: Consultation) -> str:
    from handlers.policy.rounds import purposes

    return await purposes.rounds_for(turn, consultation_id=consultation.id)


def differs_from_draft(consultation: Consultation) -> bool:
    """Return True where the text that was sent is another one than the draft that was signed."""
    sent, draft = (" ".join(text.split()) for text in (consultation.sent_text, consultation.draft_text))
    return bool(consultation.version and sent and draft) and sent != draft


async def ended(at: Turn | View, consultation: Consultation) -> list[Part]:
    """What was sent, and what came of it."""
    say = at.say
    parts: list[Part] = []
    if consultation.sent_text:
        parts.append(Quote(shorten(consultation.sent_text, 1500), say("What was sent")))
    if differs_from_draft(consultation):
        text = say("What was sent is not word for word version {n} of the draft, which was signed.",
                   n=consultation.version)  # fmt: skip
        parts.append(Text(text, "subtle"))
    if consultation.state in (CLOSED, DROPPED) and consultation.outcome:
        label = say("What came of it") if consultation.state == CLOSED else say("Why it was not answered")
        parts.append(Text(f"{label}: {consultation.outcome}"))
    return parts


def _said(turn: Turn, consultation: Consultation, voice: ConsultationVoice, name: str) -> str:
    """ "• Eksempel Industripark: medsigner (versjon 1)"."""
    say = turn.say
    if voice.signs == YES:
        text = voicing.name_signature(say, voice.version)
        if not asked.signs_now(voice, consultation):
            text = f"{text}, {say('not version {n}', n=consultation.version)}"
    elif voice.signs == NO:
        text = say("not now")
    else:
        text = say("it concerns us") if voice.affected == YES else say("it does not concern us")
    return f"• {name}: {text}"


async def _buttons(turn: Turn, consultation: Consultation) -> list[tuple[Button, ...]]:
    say, id, state = turn.say, str(consultation.id), consultation.state
    if state in (FOUND, LEFT):
        return [taking(turn, consultation)] if turn.person.secretariat else []
    rows: list[tuple[Button, ...]] = []
    if state == OPEN:
        rows += [row] if (row := await offers.offer_answers(turn, consultation)) else []
    more = [Button(say("Comment"), "consultations.comment", id)] if state == OPEN else []
    if consultation.draft_text or consultation.draft_link:
        more.append(Button(say("Read the draft"), "consultations.draft", id))
    more.append(Button(say("History"), "consultations.history", id))
    links = ((say("Go to it"), consultation.link), (say("What was sent"), consultation.sent_link))
    more += [Button(label, url=url) for label, url in links if url]
    rows.append(tuple(more))
    steering = _steering(turn, consultation)
    return [*rows, steering] if steering else rows


def taking(turn: Turn, consultation: Consultation) -> tuple[Button, ...]:
    """For the secretariat, of one that is not taken up."""
    say, id = turn.say, str(consultation.id)
    row = [Button(say("Take it up"), "consultations.take", id, "primary")]
    if consultation.state == FOUND:
        row.append(Button(say("Not for us"), "consultations.leave", id))
    if consultation.link:
        row.append(Button(say("Go to it"), url=consultation.link))
    return tuple(row)


def _steering(turn: Turn, consultation: Consultation) -> tuple[Button, ...]:
    say, id, state = turn.say, str(consultation.id), consultation.state
    if not may(turn.person, "consultations.write", *list_consultation_ties(turn.person, consultation)):
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
