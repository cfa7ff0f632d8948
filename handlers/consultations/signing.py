"""Sign: each organisation says once whether it concerns it and whether it signs, by its contact or deputy."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.consultations import acting, words
from handlers.consultations.meant import is_of_draft, numbers, open_one, seal_draft
from handlers.consultations.publishing import notice_subject, redraw
from handlers.consultations.voicing import ACTIONS, AFFECTED, NOT_NOW, SIGNS, UNAFFECTED, name_word
from handlers.naming import signature
from handlers.organisation_answers.button_values import AnswerValue, read_answer
from handlers.organisation_answers.organisation_pages import PAGE, choose_organisation, page_buttons, rows_of
from handlers.organisation_answers.recording import draw_change
from storage.consultations import Consultation
from storage.organisations import Organisation
from storage.voices import NO, WORD, YES, ConsultationNote, ConsultationVoice

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
    consultation = await open_one(turn, event.value)
    houses = await turn.store.organisations.represented_by(turn.person.id)
    if not houses:
        return Reply(await acting.who_acts(turn, consultation))
    wanted = numbers(event.value)[1]
    if wanted is None and len(houses) > 1:
        value = AnswerValue(consultation.id, skip=read_answer(event.value).skip)
        return choose_organisation(turn.say, houses, ACTIONS[word], value)
    return await _say(turn, consultation, _one_of(turn, houses, wanted), word)


@router.on(Click, "consultations.sign")
async def sign(event: Click, turn: Turn) -> Reply:
    """Asks once more: what is signed goes out under the organisation's name."""
    from handlers.consultations import offers

    consultation, say = await open_one(turn, event.value, lock=False), turn.say
    houses = await turn.store.organisations.represented_by(turn.person.id)
    if not houses:
        return Reply(await acting.who_acts(turn, consultation, signing=True))
    if not consultation.version:
        raise UserError(say("There is no draft to sign yet."))
    wanted = numbers(event.value)[1]
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
    consultation, say = await open_one(turn, event.value), turn.say
    _, wanted, version = numbers(event.value)
    houses = await turn.store.organisations.represented_by(turn.person.id)
    house = next((one for one in houses if one.id == wanted), None)
    await rights.need(turn, *((rights.REPRESENTATIVE,) if house else ()))
    assert house is not None
    if version is None or not is_of_draft(event.value, consultation):
        text = say("The draft has changed since. Read version {n}, and sign that one.", n=consultation.version)
        row = (*_reading(say, consultation), _yes(say, consultation, house))
        return Reply(Card(words.named(consultation), (Text(text), Buttons(row))), replace=event.direct)
    return await _say(turn, consultation, house, SIGNS)


def _one_of(turn: Turn, houses: Sequence[Organisation], wanted: int | None) -> Organisation:
    house = next((one for one in houses if wanted in (None, one.id)), None)
    if house is None:
        raise UserError(turn.say("You do not act for that organisation any more."))
    return house


async def _say(turn: Turn, consultation: Consultation, house: Organisation, word: str) -> Reply:
    """The consultation is held: of two people of one organisation the second learns of the first."""
    store, say = turn.store, turn.say
    before = await store.voices.find(consultation.id, house.id)
    now = _voice(consultation, house, before, word)
    if before is not None and _same(before, now):
        by = await signature(store, before.person_id, None, say)
        text = say("{organisation} has said that already, by {name}.", organisation=house.name, name=by)
        return Reply(_answer_card(turn, consultation, house, word, text))
    other = before.person_id if before is not None else None
    now.person_id = turn.person.id
    await store.voices.put(now)
    what = f"{SIGNS}:{consultation.version}" if word == SIGNS else word
    entry = ConsultationNote(
        consultation_id=consultation.id, kind=WORD, what=what, person_id=turn.person.id, organisation_id=house.id
    )
    await store.voices.note(entry)
    if other not in (None, turn.person.id):
        await _tell_colleague(turn, consultation, house, other, entry)
    await redraw(store, consultation.id)
    return Reply(_answer_card(turn, consultation, house, word, f"{house.name}: {name_word(say, what)}"))


def _voice(
    consultation: Consultation, house: Organisation, before: ConsultationVoice | None, word: str
) -> ConsultationVoice:
    """What is kept: whoever signs is concerned, and whom it does not concern does not sign."""
    affected, signs = (before.affected, before.signs) if before is not None else ("", "")
    match word:
        case "affected":
            affected = YES
        case "unaffected":
            affected, signs = NO, NO if signs == YES else ""
        case "signs":
            affected, signs = YES, YES
        case "not_now":
            affected, signs = ("" if affected == NO else affected), NO
    return ConsultationVoice(
        consultation_id=consultation.id, organisation_id=house.id, affected=affected, signs=signs,
        version=consultation.version if word == SIGNS else before.version if before is not None else 0,
        mw=before.mw if before is not None else None, tonnes=before.tonnes if before is not None else None,
    )  # fmt: skip


def _same(one: ConsultationVoice, other: ConsultationVoice) -> bool:
    return (one.affected, one.signs, one.version) == (other.affected, other.signs, other.version)


def _answer_card(turn: Turn, consultation: Consultation, house: Organisation, word: str, text: str) -> Card:
    say, value = turn.say, AnswerValue(consultation.id, house.id).write()
    row: list[Button] = []
    if word == SIGNS:
        row.append(Button(say("Give figures"), "consultations.figures", value))
        row.append(Button(say("Take it back"), "consultations.not_now", value))
    row.append(Button(say("Show"), "consultations.open", str(consultation.id)))
    until = say("You can change it until the answer is sent.")
    return Card("", (Text(words.named(consultation), "strong"), Text(text), Text(until, "subtle"), Buttons(tuple(row))))


async def _tell_colleague(
    turn: Turn, consultation: Consultation, house: Organisation, person_id: int | None, entry: ConsultationNote
) -> None:
    """Whoever spoke for the organisation before learns that somebody has said something else."""
    person = await turn.store.people.find(person_id)
    if person is None or not await turn.store.organisations.represents(person.id, house.id):
        return
    args = {"consultation": consultation.id, "organisation": house.id, "note": entry.id}
    key, subject = f"consultation:{consultation.id}:colleague:{entry.id}", notice_subject(consultation.id)
    await outgoing.to_person(turn.store, person, "consultations.colleague", args, key=key, subject=subject)


@router.card("consultations.colleague")
async def draw_colleague(view: View) -> Card | None:
    store, say = view.store, view.say
    consultation, house = (
        await store.consultations.find(view["consultation"]),
        await store.organisations.find(view["organisation"]),
    )
    entry = await store.voices.find_note(view["note"])
    if consultation is None or house is None or entry is None or not await draw_change(view, house.id):
        return None
    by = await signature(store, entry.person_id, None, say)
    text = say("{name} has changed what {organisation} says.", name=by, organisation=house.name)
    show = Buttons((Button(say("Show"), "consultations.open", str(consultation.id)),))
    parts: list[Part] = [Text(text), Text(f"{house.name}: {name_word(say, entry.what)}"), show]
    return Card(words.named(consultation), tuple(parts))
