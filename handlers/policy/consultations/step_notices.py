"""Draw the private notices of the steps, for people who have something to do on that day."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import View
from handlers.policy.consultations import (
    consultation_texts,
    consultation_view,
    cosigning,
    recipients,
    signatures,
    signer_totals,
    step_scheduler,
)
from handlers.policy.consultations.card_arguments import CommentsNotice, InterestNotice, SignaturesNotice, WriterNotice
from handlers.policy.consultations.response_texts import describe_response
from handlers.policy.consultations.step_schedule import DRAFT, FINAL, SEND
from storage.directory.organisations import Organisation
from storage.policy.consultation_responses import ConsultationResponse
from storage.policy.consultations import OPEN, Consultation

router = Router()
Mine = list[tuple[Organisation, ConsultationResponse | None]]


async def _find_noticed_consultation(view: View) -> Consultation | None:
    found = await view.store.consultations.find(view.args.consultation)
    return found if found is not None and (found.state == OPEN or view.delivery.was_told) else None


async def _list_own_responses(view: View, consultation: Consultation) -> Mine:
    """Return the reader's organisations that the consultation asks, each with its response."""
    assert view.person is not None
    acts = await view.store.organisations.list_organisations_represented_by(view.person.id)
    organisations = await recipients.filter_recipient_organisations(view.store, consultation, acts)
    return [
        (organisation, await view.store.consultation_responses.find_response(consultation.id, organisation.id))
        for organisation in organisations
    ]


@router.card(InterestNotice)
async def draw_interest_notice(view: View[InterestNotice]) -> Card | None:
    """Draw the question whether the consultation concerns the reader's organisations.

    A representative is asked once.
    """
    consultation, say = await _find_noticed_consultation(view), view.say
    if consultation is None or view.person is None:
        return None
    mine = await _list_own_responses(view, consultation)
    waiting = [organisation for organisation, response in mine if response is None]
    if not waiting and not view.delivery.was_told:
        return None
    names = say.listed([organisation.name for organisation in waiting or [organisation for organisation, _ in mine]])
    title = say("Does {code} concern {organisations}?", code=consultation.code, organisations=names)
    why = say("If it does, you get the draft and can co-sign it. If not, you will hear no more about it.")
    parts = [
        Text(consultation.title, "strong"),
        *await consultation_view.draw_consultation_core(view, consultation),
        Text(why, "subtle"),
    ]
    return Card(title, (*parts, *_draw_response_row(view, consultation, mine)))


@router.card(CommentsNotice)
async def draw_comments_notice(view: View[CommentsNotice]) -> Card | None:
    consultation, say = await _find_noticed_consultation(view), view.say
    if consultation is None or view.person is None:
        return None
    text = say("Comments on the draft are wanted today.")
    id = str(consultation.id)
    row = (
        Button(say("Comment"), "consultations.comment", id, "primary"),
        Button(say("Read the draft"), "consultations.draft", id),
        *cosigning.draw_response_buttons(say, consultation)[:1],
    )
    line = Text(consultation_texts.describe_consultation_state(view, consultation), "subtle")
    return Card(
        consultation_texts.format_consultation_title(consultation),
        (line, Text(text), *([Buttons(row)] if consultation.state == OPEN else [])),
    )


@router.card(SignaturesNotice)
async def draw_signatures_notice(view: View[SignaturesNotice]) -> Card | None:
    """Draw the reminder to sign: "Høringsfristen er om 7 dager. 9 av 14 har svart. Din park mangler."."""
    consultation, say = await _find_noticed_consultation(view), view.say
    if consultation is None or view.person is None or consultation.deadline is None:
        return None
    mine = await _list_own_responses(view, consultation)
    missing = [
        organisation.name
        for organisation, response in mine
        if not recipients.has_answered_consultation(response, consultation)
    ]
    if not missing and not view.delivery.was_told:
        return None
    left = consultation_texts.describe_days_left(say, consultation.deadline, view.today)
    told = [
        say("The deadline is {left}.", left=left)
        if consultation.deadline >= view.today
        else say("The deadline was {day}.", day=say.format_day(consultation.deadline)),
        f"{await signer_totals.describe_answer_count(view, consultation)}.",
    ]
    if missing:
        told.append(say("Missing: {organisations}.", organisations=say.listed(missing)))
    if consultation.version > 1:
        told.append(say("It is about version {n} of the draft.", n=consultation.version))
    title = say("Will {organisations} co-sign {code}?", organisations=say.listed(missing), code=consultation.code)
    parts: list[Part] = [Text(consultation.title, "strong")] if missing else []
    title = title if missing else consultation_texts.format_consultation_title(consultation)
    return Card(title, (*parts, Text(" ".join(told)), *_draw_response_row(view, consultation, mine)))


def _draw_response_row(view: View, consultation: Consultation, mine: Mine) -> list[Part]:
    """Draw the responses given so far, with buttons for the responses that the organisations may give."""
    say = view.say
    show = Button(say("Show"), "consultations.open", str(consultation.id))
    lines = [
        f"{organisation.name}: {describe_response(say, response)}"
        for organisation, response in mine
        if response is not None
    ]
    parts: list[Part] = [Text("\n".join(lines))] if lines else []
    if consultation.state != OPEN:
        return [*parts, Buttons((show,))]
    organisation = mine[0][0].id if len(mine) == 1 else None
    return [*parts, Buttons((*cosigning.draw_response_buttons(say, consultation, organisation), show))]


def _describe_writer_step(say: Say, consultation: Consultation, step: str) -> str:
    """Describe what should be ready today, or that it is; "" once the consultation is over."""
    if consultation.state != OPEN:
        return ""
    if (step == DRAFT and consultation.version) or (step == FINAL and consultation.final):
        return say("Version {n} of the draft is there.", n=consultation.version)
    return {
        DRAFT: say("The draft should be ready today, so that the others have time to comment on it."),
        FINAL: say("The text should be final today, so that the others can co-sign it."),
        SEND: say("Send it today by 12 noon, and write here what was sent."),
        step_scheduler.OWNER: say("You write the answer to this consultation now."),
        step_scheduler.OVER: say("The deadline has passed. What was sent? If nothing was, say why."),
    }[step]


@router.card(WriterNotice)
async def draw_writer_notice(view: View[WriterNotice]) -> Card | None:
    """Draw for whoever writes the answer what should be ready today."""
    consultation, say = await _find_noticed_consultation(view), view.say
    if consultation is None or view.person is None:
        return None
    if view.person.id != consultation.owner_id and not view.person.secretariat:
        return draw_withheld(view)
    step, id = view.args.step, str(consultation.id)
    parts: list[Part] = [Text(consultation_texts.describe_consultation_state(view, consultation), "subtle")]
    told = _describe_writer_step(say, consultation, step)
    parts += [*((Text(told),) if told else ()), *await signer_totals.draw_signer_totals(view, consultation)]
    if step in (SEND, step_scheduler.OVER):
        parts += await signatures.draw_signatures_for_sender(view, consultation)
    write = Button(say("Write the draft"), "consultations.write", id, "primary")
    sent = Button(say("It is sent"), "consultations.sent", id, "primary")
    row = (
        (write,)
        if step in (DRAFT, FINAL, step_scheduler.OWNER)
        else (sent, Button(say("Do not answer"), "consultations.drop", id))
    )
    show = Button(say("Show"), "consultations.open", id)
    shown = (*row, show) if consultation.state == OPEN else (show,)
    return Card(consultation_texts.format_consultation_title(consultation), (*parts, Buttons(shown)))
