"""Sign: each organisation says once whether it concerns it and whether it signs, by its contact or deputy."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.policy.consultations import acting, words
from handlers.policy.consultations.lookup import (
    is_of_draft,
    load_open_consultation,
    parse_consultation_value,
    seal_draft,
)
from handlers.policy.consultations.voice_kind import VOICES, code_word, write_voice
from handlers.policy.consultations.voicing import ACTIONS, AFFECTED, NOT_NOW, SIGNS, UNAFFECTED, name_word
from handlers.policy.organisation_answers.button_values import AnswerValue, read_answer
from handlers.policy.organisation_answers.organisation_pages import PAGE, page_buttons, rows_of
from handlers.policy.organisation_answers.recording import describe_repeat, draw_colleague_news, record_answer
from handlers.policy.organisation_answers.speakers import choose_speaker
from storage.directory.organisations import Organisation
from storage.policy.consultations import Consultation

router = Router()


def buttons(say: Say, consultation: Consultation, organisation_id: int | None = None) -> tuple[Button, ...]:
    """What an organisation may say: before there is a draft whether it concerns it, from then on whether it signs."""
    value = AnswerValue(consultation.id, organisation_id).write()
    no = Button(say("Does not concern us"), "consultations.unaffected", value)
    if not consultation.version:
        return Button(say("Concerns us"), "consultations.affected", value, "primary"), no
    return (
        Button(say("Co-sign"), "consultations.sign", value, "primary"),
        Button(say("Not now"), "consultations.not_now", value),
        no,
    )


@router.on(Click, "consultations.affected")
async def affected(event: Click, turn: Turn) -> Reply:
    return await _tapped(event, turn, AFFECTED)


@router.on(Click, "consultations.unaffected")
async def unaffected(event: Click, turn: Turn) -> Reply:
    return await _tapped(event, turn, UNAFFECTED)


@router.on(Click, "consultations.not_now")
async def not_now(event: Click, turn: Turn) -> Reply:
    """Also what takes a signature back."""
    return await _tapped(event, turn, NOT_NOW)


async def _tapped(event: Click, turn: Turn, word: str) -> Reply:
    """With one tap, where it is clear for which organisation."""
    consultation = await load_open_consultation(turn, event.value)
    house = await choose_speaker(VOICES, turn, consultation, event.value, ACTIONS[word])
    return house if isinstance(house, Reply) else await _record_word(turn, consultation, house, word)


@router.on(Click, "consultations.sign")
async def sign(event: Click, turn: Turn) -> Reply:
    """Asks once more: what is signed goes out under the organisation's name."""
    from handlers.policy.consultations import offers

    consultation, say = await load_open_consultation(turn, event.value, lock=False), turn.say
    houses = await turn.store.organisations.represented_by(turn.person.id)
    if not houses:
        return Reply(await acting.who_signs(turn, consultation))
    if not consultation.version:
        raise UserError(say("There is no draft to sign yet."))
    wanted = parse_consultation_value(event.value)[1]
    named = [house for house in houses if wanted in (None, house.id)]
    if not named:
        raise UserError(say("You do not act for that organisation any more."))
    signed = await offers.find_signed(turn, consultation, named)
    if len(signed) == len(named):
        return Reply(await offers.signed_card(turn, consultation, named))
    named = [house for house in named if house not in signed]
    version = say("You sign version {n} of the draft.", n=consultation.version)
    later = say("A later version is asked about anew. You can change your answer until it is sent.")
    skip = read_answer(event.value).skip
    at = AnswerValue(consultation.id, skip=skip if skip < len(named) else 0)
    offered = [_yes(say, consultation, house) for house in named[at.skip : at.skip + PAGE]]
    last = (*_reading(say, consultation), *page_buttons(say, len(named), "consultations.sign", at))
    rows = [Buttons(row) for row in (*rows_of(offered), last)]
    known = await offers.describe_signatures(turn, consultation, signed)
    parts = (Text(consultation.title, "strong"), *known, Text(version), Text(later, "subtle"), *rows)
    return Reply(Card(say("Co-sign {code}?", code=consultation.code), parts))


def _yes(say: Say, consultation: Consultation, house: Organisation) -> Button:
    value = AnswerValue(consultation.id, house.id, consultation.version, seal_draft(consultation)).write()
    return Button(say("Yes, {organisation} signs", organisation=house.name), "consultations.confirm", value, "primary")


def _reading(say: Say, consultation: Consultation) -> list[Button]:
    return [Button(say("Read the draft"), "consultations.draft", str(consultation.id))]


@router.on(Click, "consultations.confirm")
async def confirm(event: Click, turn: Turn) -> Reply:
    """The word of an authorised person, about the very version that they were shown."""
    consultation, say = await load_open_consultation(turn, event.value), turn.say
    house = await choose_speaker(VOICES, turn, consultation, event.value, event.name, strict=True)
    if isinstance(house, Reply):
        return house
    if parse_consultation_value(event.value)[2] is None or not is_of_draft(event.value, consultation):
        text = say("The draft has changed since. Read version {n}, and sign that one.", n=consultation.version)
        row = (*_reading(say, consultation), _yes(say, consultation, house))
        return Reply(Card(words.named(consultation), (Text(text), Buttons(row))), replace=event.direct)
    return await _record_word(turn, consultation, house, SIGNS)


async def _record_word(turn: Turn, consultation: Consultation, house: Organisation, word: str) -> Reply:
    before = await turn.store.voices.find(consultation.id, house.id)
    voice = write_voice(consultation, house.id, before, word, turn.person.id)
    repeated = await record_answer(VOICES, turn, consultation, house, voice, word)
    text = (
        await describe_repeat(VOICES, turn, house, repeated)
        if repeated is not None
        else f"{house.name}: {name_word(turn.say, code_word(consultation, word))}"
    )
    return Reply(_answer_card(turn, consultation, house, word, text))


def _answer_card(turn: Turn, consultation: Consultation, house: Organisation, word: str, text: str) -> Card:
    say, value = turn.say, AnswerValue(consultation.id, house.id).write()
    row: list[Button] = []
    if word == SIGNS:
        row.append(Button(say("Give figures"), "consultations.figures", value))
        row.append(Button(say("Take it back"), "consultations.not_now", value))
    row.append(Button(say("Show"), "consultations.open", str(consultation.id)))
    until = say("You can change it until the answer is sent.")
    return Card("", (Text(words.named(consultation), "strong"), Text(text), Text(until, "subtle"), Buttons(tuple(row))))


@router.card("consultations.colleague")
async def draw_colleague(view: View) -> Card | None:
    by = view.delivery.args.get("by")
    if by is None:  # of an earlier release: who it was stands in the history
        entry = await view.store.voices.find_note(view["note"])
        by = entry.person_id if entry is not None else None
    return await draw_colleague_news(VOICES, view, "consultations.open", by)
