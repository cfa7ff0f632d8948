"""Figures: how much power a signer needs and what it emits, as it says itself; told to nobody but in sums."""

from __future__ import annotations

import re

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.consultations import words
from handlers.policy.consultations.lookup import load_open_consultation
from handlers.policy.consultations.publishing import redraw
from handlers.policy.consultations.voice_kind import VOICES
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.speakers import choose_speaker
from storage.policy.consultation_responses import YES, ConsultationVoice
from storage.policy.consultations import Consultation

router = Router()
#: field -> what may stand behind the number
UNITS = {"mw": ("mw",), "tonnes": ("t", "tonn", "tonnes", "tco2", "t co2", "tonn co2")}
#: more than any park has
LARGEST = {"mw": 5_000.0, "tonnes": 20_000_000.0}
_NUMBER = re.compile(r"(\d{1,3}(?:[ .\u00a0]\d{3})+|\d+)(?:[,.](\d{1,3}))?\s*(.*)", re.DOTALL)


@router.on(Click, "consultations.figures", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    found = await _find_signature(turn, event, lock=False)
    if isinstance(found, Reply):
        return found
    consultation, voice = found
    say = turn.say
    hint = say("Others see it only in sums of at least five, and only when the answer is sent.")
    fields = (
        Field("mw", say("Power you need, in MW"), value=_shown(turn, voice.mw), hint=hint, required=False, most=30),
        Field(
            "tonnes", say("Emissions, in tonnes of CO₂ a year"), value=_shown(turn, voice.tonnes), required=False,
            most=30,
        ),
    )  # fmt: skip
    value = AnswerValue(consultation.id, voice.organisation_id).write()
    return Reply(
        form=Form(say("Give figures"), "consultations.figures", fields, say("Save"), value, words.named(consultation))
    )


@router.on(Submission, "consultations.figures")
async def save(event: Submission, turn: Turn) -> Reply:
    found = await _find_signature(turn, event)
    if isinstance(found, Reply):
        return found
    consultation, voice = found
    wrong: dict[str, str] = {}
    voice.mw = _read(turn, event.text("mw"), "mw", wrong)
    voice.tonnes = _read(turn, event.text("tonnes"), "tonnes", wrong)
    if wrong:
        raise UserError("", wrong)
    await redraw(turn.store, consultation.id)
    show = Buttons((Button(turn.say("Show"), "consultations.open", str(consultation.id)),))
    text = turn.say("Thank you. Your figures count in the sums, and are shown to nobody.")
    return Reply(Card("", (Text(words.named(consultation), "strong"), Text(text), show)))


async def _find_signature(
    turn: Turn, event: Click | Submission, *, lock: bool = True
) -> tuple[Consultation, ConsultationVoice] | Reply:
    """Return what an organisation that the reader acts for has said: figures come with a signature."""
    consultation = await load_open_consultation(turn, event.value, lock=lock)
    house = await choose_speaker(VOICES, turn, consultation, event.value, event.name, strict=True)
    if isinstance(house, Reply):
        return house
    voice = await turn.store.voices.find(consultation.id, house.id)
    if voice is None or voice.signs != YES:
        raise UserError(
            turn.say("{organisation} does not sign {code}.", organisation=house.name, code=consultation.code)
        )
    return consultation, voice


def _read(turn: Turn, text: str, name: str, wrong: dict[str, str]) -> float | None:
    """ "12,5", "1 200 MW"; a dot before three digits is a thousand, as everywhere in Norway."""
    if not text:
        return None
    match, say = _NUMBER.fullmatch(text.strip()), turn.say
    if match is None:
        wrong[name] = say("Write a number, for example 12,5.")
        return None
    whole, part, unit = match.groups()
    if unit.strip().casefold().replace("₂", "2").removesuffix("/år") not in ("", *UNITS[name]):
        wrong[name] = say("«{unit}» does not fit here.", unit=unit.strip()[:20])
        return None
    digits = re.sub(r"\D", "", whole)
    found = float(f"{digits}.{part or 0}")
    if not 0 < found <= LARGEST[name]:
        wrong[name] = say("Check the number: it is too large, or nothing.")
        return None
    return found


def _shown(turn: Turn, value: float | None) -> str:
    return "" if value is None else turn.say.number(int(value) if value == int(value) else value)
