"""Record the power that a signer needs and the emissions it reports. The figures are only shown in sums."""

from __future__ import annotations

import re

from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.consultations import consultation_texts
from handlers.policy.consultations.consultation_publication import redraw_consultation
from handlers.policy.consultations.lookup import load_open_consultation
from handlers.policy.consultations.response_kind import VOICES
from handlers.policy.organisation_answers.button_values import AnswerValue
from handlers.policy.organisation_answers.speakers import choose_speaker
from storage.policy.consultation_responses import YES, ConsultationResponse
from storage.policy.consultations import Consultation

router = Router()
#: field -> units accepted after the number
UNITS = {"mw": ("mw",), "tonnes": ("t", "tonn", "tonnes", "tco2", "t co2", "tonn co2")}
#: upper bounds: no park has more
LARGEST = {"mw": 5_000.0, "tonnes": 20_000_000.0}
_NUMBER = re.compile(r"(\d{1,3}(?:[ .\u00a0]\d{3})+|\d+)(?:[,.](\d{1,3}))?\s*(.*)", re.DOTALL)


@router.on(Click, "consultations.figures", opens=True)
async def on_signer_figures_open(event: Click, turn: Turn) -> Reply:
    found = await _load_own_signature(turn, event, lock=False)
    if isinstance(found, Reply):
        return found
    consultation, response = found
    say = turn.say
    hint = say("Others see it only in sums of at least five, and only when the answer is sent.")
    fields = (
        Field("mw", say("Power you need, in MW"), value=_format_figure(turn, response.mw), hint=hint, required=False,
              most=30),
        Field(
            "tonnes", say("Emissions, in tonnes of CO₂ a year"), value=_format_figure(turn, response.tonnes),
            required=False,
            most=30,
        ),
    )  # fmt: skip
    value = AnswerValue(consultation.id, response.organisation_id).encode_value()
    return Reply(
        form=Form(
            say("Give figures"),
            "consultations.figures",
            fields,
            say("Save"),
            value,
            consultation_texts.format_consultation_title(consultation),
        )
    )


@router.on(Submission, "consultations.figures")
async def on_signer_figures_submit(event: Submission, turn: Turn) -> Reply:
    found = await _load_own_signature(turn, event)
    if isinstance(found, Reply):
        return found
    consultation, response = found
    wrong: dict[str, str] = {}
    response.mw = _parse_figure(turn, event.get_text("mw"), "mw", wrong)
    response.tonnes = _parse_figure(turn, event.get_text("tonnes"), "tonnes", wrong)
    if wrong:
        raise UserError("", wrong)
    await redraw_consultation(turn.store, consultation.id)
    show = Buttons((Button(turn.say("Show"), "consultations.open", str(consultation.id)),))
    text = turn.say("Thank you. Your figures count in the totals, and are not shown to anybody.")
    return Reply(
        Card("", (Text(consultation_texts.format_consultation_title(consultation), "strong"), Text(text), show))
    )


async def _load_own_signature(
    turn: Turn, event: Click | Submission, *, lock: bool = True
) -> tuple[Consultation, ConsultationResponse] | Reply:
    """Return the consultation and the response of the reader's organisation.

    Raise UserError if the organisation does not sign: figures come with a signature.
    """
    consultation = await load_open_consultation(turn, event.value, lock=lock)
    organisation = await choose_speaker(VOICES, turn, consultation, event.value, event.name, strict=True)
    if isinstance(organisation, Reply):
        return organisation
    response = await turn.store.consultation_responses.find_response(consultation.id, organisation.id)
    if response is None or response.signs != YES:
        raise UserError(
            turn.say("{organisation} does not co-sign {code}.", organisation=organisation.name, code=consultation.code)
        )
    return consultation, response


def _parse_figure(turn: Turn, text: str, name: str, wrong: dict[str, str]) -> float | None:
    """Parse "12,5" or "1 200 MW". A dot before three digits marks thousands, as everywhere in Norway."""
    if not text:
        return None
    match, say = _NUMBER.fullmatch(text.strip()), turn.say
    if match is None:
        wrong[name] = say("Write a number, for example 12,5.")
        return None
    whole, part, unit = match.groups()
    if unit.strip().casefold().replace("₂", "2").removesuffix("/år") not in ("", *UNITS[name]):
        wrong[name] = say("“{unit}” does not fit here.", unit=unit.strip()[:20])
        return None
    digits = re.sub(r"\D", "", whole)
    found = float(f"{digits}.{part or 0}")
    if not 0 < found <= LARGEST[name]:
        wrong[name] = say("Check the number: it is too large, or zero.")
        return None
    return found


def _format_figure(turn: Turn, value: float | None) -> str:
    return "" if value is None else turn.say.format_number(int(value) if value == int(value) else value)
