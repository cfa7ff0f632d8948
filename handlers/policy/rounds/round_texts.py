"""Describe rounds: their states, and the answers of organisations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from handlers.chat.label_ends import join_label
from handlers.chat.rich_text.plain_text import spell_out_links
from handlers.chat.say import Say
from handlers.chat.turn import Arena, RenderContext
from handlers.policy.rounds import adoption_labels, number_texts, sheets
from handlers.policy.rounds.deadlines import is_round_open
from storage.policy.rounds import (
    ADOPTION,
    ANSWERED,
    CANCELLED,
    CHOICE,
    CLOSED,
    DECLINED,
    DRAFT,
    NAMED,
    NUMBER,
    OPEN,
    PRIVATE,
    SCHEME,
    SHEET,
    UNNAMED,
    Round,
    RoundAnswer,
    RoundField,
)
from storage.policy.schemes import HIT, MISSED


def describe_round_state(say: Say, round: Round, arena: Arena, now: datetime) -> str:
    """Return the state. A passed deadline closes a round, whenever the job that closes it runs."""
    if round.state == OPEN and not is_round_open(round, arena, now):
        return say("Closed")
    return {
        DRAFT: say("Draft"), OPEN: say("Open for answers"), CLOSED: say("Closed"), CANCELLED: say("Called off"),
    }[round.state]  # fmt: skip


def confirm_calling_off(say: Say, round: Round, asked: int) -> str:
    """Ask once more, with how many organisations it concerns."""
    return say.many(
        "Call {code} off? {n} organisation has been asked.",
        "Call {code} off? {n} organisations have been asked.",
        asked,
        code=round.code,
    )


def confirm_closing(say: Say, round: Round, silent: int) -> str:
    """Ask once more, with how many organisations can no longer answer."""
    if not silent:
        return say("Nobody can answer {code} after that. Close the round?", code=round.code)
    return say.many(
        "Nobody can answer {code} after that, and {n} organisation has not answered. Close the round?",
        "Nobody can answer {code} after that, and {n} organisations have not answered. Close the round?",
        silent,
        code=round.code,
    )


def describe_round_state_line(at: RenderContext, round: Round) -> str:
    """Return "Åpen · frist 17. mars 2027"."""
    line = describe_round_state(at.say, round, at.arena, at.now)
    return f"{line} · {at.say('deadline {day}', day=at.say.format_period(round.deadline))}"


def list_verdict_labels(say: Say) -> dict[str, str]:
    return {HIT: say("Works for us"), MISSED: say("Does not work")}


def list_sharing_labels(say: Say) -> dict[str, str]:
    """Return the labels of who may read what was written."""
    return {
        PRIVATE: say("Only the secretariat"),
        UNNAMED: say("Members too, without our name"),
        NAMED: say("Members too, with our name"),
    }


def format_quantity(say: Say, value: str | Decimal, unit: str) -> str:
    """Return "1 200,5 MW"."""
    return f"{say.format_decimal(Decimal(value))} {number_texts.format_unit(say, unit)}"


def describe_field_answer(say: Say, field: RoundField, answer: RoundAnswer) -> str:
    """Return the answer to one field, or an empty text."""
    given = answer.given.get(str(field.id), "")
    if not given:
        return ""
    match field.kind:
        case kind if kind == SHEET:
            return ". ".join(join_label(label, text) for label, text in sheets.list_sheet_lines(say, field, answer))
        case kind if kind == NUMBER:
            return format_quantity(say, given, field.unit)
        case kind if kind == CHOICE:
            return field.options[int(given)] if int(given) < len(field.options) else ""
        case kind if kind == ADOPTION:
            return adoption_labels.label_round_option(say, ADOPTION, str(given))
        case kind if kind == SCHEME:
            why = answer.given.get(f"{field.id}:why", "")
            return f"{list_verdict_labels(say).get(given, '')}{f' – {why}' if why else ''}"
    return str(given)


def list_answer_facts(say: Say, fields: Sequence[RoundField], answer: RoundAnswer) -> list[tuple[str, str]]:
    """Return label and answer of each answered field as a card shows them: without marks, with each address."""
    return [(label, spell_out_links(text)) for label, text in list_answer_lines(say, fields, answer)]


def list_answer_lines(say: Say, fields: Sequence[RoundField], answer: RoundAnswer) -> list[tuple[str, str]]:
    """Return label and answer of each answered field, with the marks of its words."""
    if answer.state == DECLINED:
        return [(say("Will not answer"), answer.reason or say("no reason given"))]
    if answer.state != ANSWERED:
        return []
    if any(field.kind == SHEET for field in fields):
        return [line for field in fields for line in sheets.list_sheet_lines(say, field, answer)]
    said = [(field, describe_field_answer(say, field, answer)) for field in fields]
    # the one field of an adoption round has the words of its title
    return [(say("Answer") if field.kind == ADOPTION else field.label, text) for field, text in said if text]


def has_text_fields(fields: Sequence[RoundField]) -> bool:
    """Return True if a field asks for words that others might read."""
    return any(field.kind not in (NUMBER, CHOICE, ADOPTION, SHEET) for field in fields)


def describe_sharing(say: Say, fields: Sequence[RoundField], answer: RoundAnswer) -> str:
    """Return who may read the words of an answer, or of adoption the name; "" where there is nothing to share."""
    if answer.state != ANSWERED:
        return ""
    if any(field.kind == ADOPTION for field in fields):
        return adoption_labels.label_name_sharing(say)[answer.shared]
    return list_sharing_labels(say)[answer.shared] if has_text_fields(fields) else ""


def describe_sharing_line(say: Say, fields: Sequence[RoundField], answer: RoundAnswer) -> str:
    """Return the same as a line of its own."""
    who = describe_sharing(say, fields, answer)
    return say("Who can read the text: {who}", who=who) if who and has_text_fields(fields) else who


def build_round_subject(round_id: int, organisation_id: int) -> str:
    """Return the subject under which the cards of one organisation are redrawn."""
    return f"round:{round_id}:{organisation_id}"


def list_answer_subjects(round_id: int, organisation_id: int) -> tuple[str, str]:
    """Return the subjects of all messages that show what the organisation has answered."""
    return build_round_subject(round_id, organisation_id), build_shown_round_subject(round_id)


def build_shown_round_subject(round_id: int) -> str:
    """Return the subject under which the whole round is redrawn for whoever looks at it."""
    return f"round:{round_id}:shown"


def build_edition_subject(round_id: int) -> str:
    """Return the outbox subject of the messages about published editions."""
    return f"round:{round_id}:edition"
