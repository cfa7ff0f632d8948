"""Record the response of an organisation: whether it is concerned, and whether it signs.

The contact or a deputy answers once.
"""

from __future__ import annotations

import msgspec

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Reply, Style, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.policy.consultations import consultation_texts, signing_requests
from handlers.policy.consultations.consultation_publication import build_consultation_notice_subject
from handlers.policy.consultations.lookup import (
    fingerprint_draft,
    is_of_current_draft,
    load_open_consultation,
    parse_response_value,
)
from handlers.policy.consultations.response_kind import (
    VOICES,
    ResponseChangeNotice,
    build_consultation_response,
    encode_response_entry,
)
from handlers.policy.consultations.response_texts import (
    ACTIONS,
    AFFECTED,
    NOT_NOW,
    SIGNS,
    UNAFFECTED,
    describe_response_entry,
)
from handlers.policy.organisation_answers.answer_recording import (
    describe_repeated_answer,
    draw_colleague_news,
    record_answer,
)
from handlers.policy.organisation_answers.button_values import AnswerValue, parse_answer_value
from handlers.policy.organisation_answers.organisation_pages import PAGE, draw_choice_page_buttons, split_button_rows
from handlers.policy.organisation_answers.speakers import choose_speaker
from storage.directory.organisations import Organisation
from storage.policy.consultations import Consultation

router = Router()


def draw_response_buttons(
    say: Say, consultation: Consultation, organisation_id: int | None = None
) -> tuple[Button, ...]:
    """Draw the possible responses.

    Before there is a draft the question is whether it concerns the organisation, then whether it signs.
    """
    value = AnswerValue(consultation.id, organisation_id).encode_value()
    no = Button(say("Does not concern us"), "consultations.unaffected", value)
    if not consultation.version:
        return Button(say("Concerns us"), "consultations.affected", value, "primary"), no
    return (
        Button(say("Co-sign"), "consultations.sign", value, "primary"),
        Button(say("Not now"), "consultations.not_now", value),
        no,
    )


@router.on(Click, "consultations.affected")
async def on_consultation_affected(event: Click, turn: Turn) -> Reply:
    return await _record_clicked_response(event, turn, AFFECTED)


@router.on(Click, "consultations.unaffected")
async def on_consultation_unaffected(event: Click, turn: Turn) -> Reply:
    return await _record_clicked_response(event, turn, UNAFFECTED)


@router.on(Click, "consultations.not_now")
async def on_consultation_not_now(event: Click, turn: Turn) -> Reply:
    """Record "not now". The same action withdraws a signature."""
    return await _record_clicked_response(event, turn, NOT_NOW)


async def _record_clicked_response(event: Click, turn: Turn, word: str) -> Reply:
    """Record the response with one click if the organisation is clear, else ask for which organisation."""
    consultation = await load_open_consultation(turn, event.value)
    organisation = await choose_speaker(VOICES, turn, consultation, event.value, ACTIONS[word])
    if isinstance(organisation, Reply):
        return organisation
    reply = await _record_consultation_response(turn, consultation, organisation, word)
    subject = build_consultation_notice_subject(consultation.id)
    told = event.direct and await outgoing.is_shown_in_message(turn.store, event.place, event.message, (subject,))
    return Reply() if told else reply


@router.on(Click, "consultations.sign")
async def on_consultation_sign(event: Click, turn: Turn) -> Reply:
    """Ask for confirmation: what is signed goes out under the organisation's name."""
    from handlers.policy.consultations import response_options

    consultation, say = await load_open_consultation(turn, event.value, lock=False), turn.say
    organisations = await VOICES.list_speaking_organisations(turn, consultation)
    if not organisations:
        return Reply(await signing_requests.draw_signers_card(turn, consultation))
    if not consultation.version:
        raise UserError(say("There is no draft to co-sign yet."))
    wanted = parse_response_value(event.value).organisation
    named = [organisation for organisation in organisations if wanted in (None, organisation.id)]
    if not named:
        raise UserError(say("You no longer act for that organisation."))
    signed = await response_options.filter_signing_organisations(turn, consultation, named)
    if len(signed) == len(named):
        return Reply(await response_options.draw_signed_card(turn, consultation, named))
    named = [organisation for organisation in named if organisation not in signed]
    version = say("You are co-signing version {n} of the draft.", n=consultation.version)
    later = say(
        "If there is a new version, you are asked again. You can change your answer until the consultation answer"
        " is sent."
    )
    skip = parse_answer_value(event.value).skip
    at = AnswerValue(consultation.id, skip=skip if skip < len(named) else 0)
    style: Style = "primary" if len(named) == 1 else ""
    offered = [
        _draw_confirm_button(say, consultation, organisation, style) for organisation in named[at.skip : at.skip + PAGE]
    ]
    last = (
        *_draw_read_draft_button(say, consultation),
        *draw_choice_page_buttons(say, len(named), "consultations.sign", at),
    )
    rows = [Buttons(row) for row in (*split_button_rows(offered), last)]
    known = await response_options.draw_own_signatures(turn, consultation, signed)
    parts = (Text(consultation.title, "strong"), *known, Text(version), Text(later, "subtle"), *rows)
    return Reply(Card(say("Co-sign {code}?", code=consultation.code), parts))


def _draw_confirm_button(say: Say, consultation: Consultation, organisation: Organisation, style: Style) -> Button:
    value = AnswerValue(
        consultation.id, organisation.id, consultation.version, fingerprint_draft(consultation)
    ).encode_value()
    label = say("Yes, {organisation} co-signs", organisation=organisation.name)
    return Button(label, "consultations.confirm", value, style)


def _draw_read_draft_button(say: Say, consultation: Consultation) -> list[Button]:
    return [Button(say("Read the draft"), "consultations.draft", str(consultation.id))]


@router.on(Click, "consultations.confirm")
async def on_consultation_confirm(event: Click, turn: Turn) -> Reply:
    """Record the signature of a representative for the very version that they were shown."""
    consultation, say = await load_open_consultation(turn, event.value), turn.say
    organisation = await choose_speaker(VOICES, turn, consultation, event.value, event.name, strict=True)
    if isinstance(organisation, Reply):
        return organisation
    if parse_response_value(event.value).version is None or not is_of_current_draft(event.value, consultation):
        text = say("The draft has changed since then. Read version {n}, and co-sign that one.", n=consultation.version)
        row = (
            *_draw_read_draft_button(say, consultation),
            _draw_confirm_button(say, consultation, organisation, "primary"),
        )
        return Reply(
            Card(consultation_texts.format_consultation_title(consultation), (Text(text), Buttons(row))),
            replace=event.direct,
        )
    reply = await _record_consultation_response(turn, consultation, organisation, SIGNS)
    return msgspec.structs.replace(reply, replace=event.direct)


async def _record_consultation_response(
    turn: Turn, consultation: Consultation, organisation: Organisation, word: str
) -> Reply:
    before = await turn.store.consultation_responses.find_response(consultation.id, organisation.id)
    response = build_consultation_response(consultation, organisation.id, before, word, turn.person.id)
    repeated = await record_answer(VOICES, turn, consultation, organisation, response, word)
    text = (
        await describe_repeated_answer(VOICES, turn, organisation, repeated)
        if repeated is not None
        else f"{organisation.name}: {describe_response_entry(turn.say, encode_response_entry(consultation, word))}"
    )
    return Reply(_draw_recorded_response(turn, consultation, organisation, word, text))


def _draw_recorded_response(
    turn: Turn, consultation: Consultation, organisation: Organisation, word: str, text: str
) -> Card:
    say, value = turn.say, AnswerValue(consultation.id, organisation.id).encode_value()
    row: list[Button] = []
    if word == SIGNS:
        row.append(Button(say("Give figures"), "consultations.figures", value))
        row.append(Button(say("Withdraw it"), "consultations.not_now", value))
    row.append(Button(say("Show"), "consultations.open", str(consultation.id)))
    until = say("You can change it until the answer is sent.")
    return Card(
        "",
        (
            Text(consultation_texts.format_consultation_title(consultation), "strong"),
            Text(text),
            Text(until, "subtle"),
            Buttons(tuple(row)),
        ),
    )


@router.card(ResponseChangeNotice)
async def draw_consultation_colleague_card(view: View[ResponseChangeNotice]) -> Card | None:
    news = view.args
    if news.by is None and news.entry is not None:  # sent by an earlier release: the log has the person
        entry = await view.store.consultation_responses.find_consultation_log_entry(news.entry)
        news = msgspec.structs.replace(news, by=entry.person_id if entry is not None else None)
    return await draw_colleague_news(VOICES, view, news, "consultations.open")
