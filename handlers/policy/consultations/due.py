"""Due: what is told on the day of a step, to those who have something to do about it that day."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.policy.consultations import asked, planning, showing, signatures, signing, strength, words
from handlers.policy.consultations.days import DRAFT, FINAL, SEND
from handlers.policy.consultations.voicing import name_voice
from storage.directory.organisations import Organisation
from storage.policy.consultation_responses import ConsultationVoice
from storage.policy.consultations import OPEN, Consultation

router = Router()
Mine = list[tuple[Organisation, ConsultationVoice | None]]


async def _open(view: View) -> Consultation | None:
    found = await view.store.consultations.find(view["consultation"])
    return found if found is not None and (found.state == OPEN or view.delivery.message) else None


async def _mine(view: View, consultation: Consultation) -> Mine:
    """Of the organisations that are asked those that the reader acts for, with what they have said."""
    assert view.person is not None
    acts = await view.store.organisations.represented_by(view.person.id)
    houses = await asked.those(view.store, consultation, acts)
    return [(house, await view.store.voices.find(consultation.id, house.id)) for house in houses]


@router.card("consultations.interest")
async def draw_interest(view: View) -> Card | None:
    """Whether it concerns them: asked of who acts for an organisation, once."""
    consultation, say = await _open(view), view.say
    if consultation is None or view.person is None:
        return None
    mine = await _mine(view, consultation)
    waiting = [house for house, voice in mine if voice is None]
    if not waiting and not view.delivery.message:
        return None
    names = say.listed([house.name for house in waiting or [house for house, _ in mine]])
    title = say("Does {code} concern {organisations}?", code=consultation.code, organisations=names)
    why = say("If it does, you get the draft and can co-sign it. If not, you hear no more of it.")
    parts = [Text(consultation.title, "strong"), *await showing.core(view, consultation), Text(why, "subtle")]
    return Card(title, (*parts, *_row(view, consultation, mine)))


@router.card("consultations.comments_due")
async def draw_comments(view: View) -> Card | None:
    consultation, say = await _open(view), view.say
    if consultation is None or view.person is None:
        return None
    text = say("Comments on the draft are wanted today.")
    id = str(consultation.id)
    row = (
        Button(say("Comment"), "consultations.comment", id, "primary"),
        Button(say("Read the draft"), "consultations.draft", id),
        *signing.buttons(say, consultation)[:1],
    )
    line = Text(words.state_line(view, consultation), "subtle")
    return Card(words.named(consultation), (line, Text(text), *([Buttons(row)] if consultation.state == OPEN else [])))


@router.card("consultations.signatures")
async def draw_signatures(view: View) -> Card | None:
    """ "Høringsfristen er om 7 dager. 9 av 14 har svart. Din park mangler."."""
    consultation, say = await _open(view), view.say
    if consultation is None or view.person is None or consultation.deadline is None:
        return None
    mine = await _mine(view, consultation)
    missing = [house.name for house, voice in mine if not asked.has_answered(voice, consultation)]
    if not missing and not view.delivery.message:
        return None
    left = words.until(say, consultation.deadline, words.today(view))
    told = [say("The deadline is {left}.", left=left), f"{await strength.answers_line(view, consultation)}."]
    if missing:
        told.append(say("{organisations} has not.", organisations=say.listed(missing)))
    if consultation.version > 1:
        told.append(say("It is about version {n} of the draft.", n=consultation.version))
    parts: list[Part] = [Text(consultation.title, "strong"), Text(" ".join(told))]
    title = say("Does {organisations} sign {code}?", organisations=say.listed(missing), code=consultation.code)
    title = title if missing else words.named(consultation)
    return Card(title, (*parts, *_row(view, consultation, mine)))


def _row(view: View, consultation: Consultation, mine: Mine) -> list[Part]:
    """What they can say; what they have said once they have."""
    say = view.say
    show = Button(say("Show"), "consultations.open", str(consultation.id))
    lines = [f"{house.name}: {name_voice(say, voice)}" for house, voice in mine if voice is not None]
    parts: list[Part] = [Text("\n".join(lines))] if lines else []
    if consultation.state != OPEN:
        return [*parts, Buttons((show,))]
    house = mine[0][0].id if len(mine) == 1 else None
    return [*parts, Buttons((*signing.buttons(say, consultation, house), show))]


@router.card("consultations.due")
async def draw_due(view: View) -> Card | None:
    """To who writes the answer: what should be ready today."""
    consultation, say = await _open(view), view.say
    if consultation is None:
        return None
    step, id = view["step"], str(consultation.id)
    told = {
        DRAFT: say("The draft should be ready today, so that the others have time to comment on it."),
        FINAL: say("The text should be final today, so that the others can sign it."),
        SEND: say("Send it today by 12 noon, and write here what was sent."),
        planning.OVER: say("The deadline has passed. What was sent? If nothing was, say why."),
    }
    parts: list[Part] = [Text(consultation.title, "strong"), Text(words.state_line(view, consultation), "subtle")]
    parts += [Text(told[step]), *await strength.parts(view, consultation)]
    if step in (SEND, planning.OVER):
        parts += await signatures.draw_for_sender(view, consultation)
    write = Button(say("Write the draft"), "consultations.write", id, "primary")
    sent = Button(say("It is sent"), "consultations.sent", id, "primary")
    row = (write,) if step in (DRAFT, FINAL) else (sent, Button(say("Do not answer"), "consultations.drop", id))
    show = Button(say("Show"), "consultations.open", id)
    shown = (*row, show) if consultation.state == OPEN else (show,)
    return Card(words.named(consultation), (*parts, Buttons(shown)))
