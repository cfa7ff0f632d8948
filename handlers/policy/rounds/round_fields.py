"""Parse and describe the fields of a round, a line for each: "Effekt: tall MW"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.chat.cards import Part
from handlers.chat.errors import UserError
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.moderation.competition import find_sensitive_kinds
from handlers.moderation.competition.competition_texts import draw_competition_warning
from handlers.policy.rounds import adoption_labels, number_texts
from handlers.policy.schemes.lookup import list_known_schemes
from handlers.quantities import units
from storage.policy.rounds import CHOICE, NUMBER, SCHEME, TEXT, RoundField
from storage.policy.schemes import Scheme

#: maximum number of fields in a round and options in a choice; maximum number of characters of a label and an option
MOST_FIELDS, MOST_OPTIONS, LONGEST_LABEL, LONGEST_OPTION = 8, 10, 150, 75
_KINDS = {
    "tall": NUMBER, "tal": NUMBER, "number": NUMBER,
    "valg": CHOICE, "val": CHOICE, "choice": CHOICE,
    "tekst": TEXT, "text": TEXT,
    "ordning": SCHEME, "scheme": SCHEME,
}  # fmt: skip
_LINE = re.compile(rf"(?P<label>.+?)(?<!\s)\s*+:\s*+(?P<kind>{'|'.join(_KINDS)})\b\s*(?P<rest>.*)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:(?<!\s)\s++)?[/;|]\s*+")
#: Words that ask for facts that members must not share. A label is not a sentence, so the rules for texts may miss it.
_ASKS = {
    "prices": re.compile(r"\b(?:\w*pris(?:en|er|ar|ane|ene)?|prices?|kostpris|takst\w*|\w*lønn?)\b", re.IGNORECASE),
    "volumes": re.compile(
        r"\b(?:\w*volum(?:et|er)?|\w*volumes?|omsetning|omsetnad|salg|sales|turnover)\b", re.IGNORECASE
    ),
    "bids": re.compile(r"\b(?:bud|bod|\w*anbud\w*|\w*anbod\w*|bids?|tenders?)\b", re.IGNORECASE),
}


async def parse_round_fields(turn: Turn, text: str) -> list[RoundField]:
    """Return a field for each line. Raise UserError at the field, with the number of the wrong line."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    say = turn.say
    if not lines:
        raise UserError("", {"fields": say("Write at least one line.")})
    if len(lines) > MOST_FIELDS:
        raise UserError(
            "", {"fields": say("Ask for {n} things at most: few people answer a long form.", n=MOST_FIELDS)}
        )
    schemes, found, wrong = await list_known_schemes(turn.store), list[RoundField](), list[str]()
    for number, line in enumerate(lines, 1):
        try:
            found.append(_parse_field_line(say, line, schemes))
        except UserError as error:
            wrong.append(say("Line {n}: {what}", n=number, what=error.text))
    twice = {one.label.casefold() for one in found}
    if not wrong and len(twice) < len(found):
        wrong.append(say("Two lines have the same name."))
    if wrong:
        raise UserError("", {"fields": " ".join(wrong)})
    return found


def _parse_field_line(say: Say, line: str, schemes: Sequence[Scheme]) -> RoundField:
    match = _LINE.fullmatch(line)
    if match is None:
        raise UserError(say("write a name, a colon and a type, as in “Power: number MW”."))
    label, kind, rest = match["label"], _KINDS[match["kind"].casefold()], match["rest"].strip()
    if len(label) > LONGEST_LABEL:
        raise UserError(say("shorten the name to {n} characters.", n=LONGEST_LABEL))
    field = RoundField(kind=kind, label=label, unit="", options=[])
    match kind:
        case "number":
            field.unit = _parse_field_unit(say, rest)
        case "choice":
            field.options = _parse_field_options(say, rest)
        case "scheme":
            field.scheme_id = _find_scheme_id(say, label, schemes)
    return field


def _parse_field_unit(say: Say, text: str) -> str:
    if units.is_money(text):
        raise UserError(say("amounts of money cannot be asked for here, because of competition law."))
    unit = units.find_unit(text)
    if unit is None:
        raise UserError(say("say in which unit, as in “Power: number MW”."))
    return unit.name[:24]


def _parse_field_options(say: Say, text: str) -> list[str]:
    found = list(dict.fromkeys(part for part in _BETWEEN.split(text) if part))
    if not 2 <= len(found) <= MOST_OPTIONS:
        raise UserError(
            say("give two to {n} answers to choose from, as in “Applied: choice yes / no”.", n=MOST_OPTIONS)
        )
    if any(len(option) > LONGEST_OPTION for option in found):
        raise UserError(say("shorten each answer to {n} characters.", n=LONGEST_OPTION))
    return found


def _find_scheme_id(say: Say, label: str, schemes: Sequence[Scheme]) -> int:
    found = next((one for one in schemes if one.name.casefold() == label.casefold()), None)
    if found is None:
        names = say.listed([one.name for one in schemes])
        raise UserError(say("I do not know the scheme “{name}”. Choose from {names}.", name=label, names=names))
    return found.id


def format_field_lines(say: Say, fields: Sequence[RoundField]) -> str:
    """Format the fields as the lines that they were parsed from."""
    return "\n".join(describe_round_field(say, field) for field in fields)


def describe_round_field(say: Say, field: RoundField) -> str:
    """Return "Effekt: tall MW"."""
    match field.kind:
        case "number":
            what = say("number {unit}", unit=number_texts.format_unit(say, field.unit))
        case "choice":
            what = say("choice {options}", options=" / ".join(field.options))
        case "scheme":
            what = say("scheme")
        case "adoption":
            what = describe_adoption_options(say)
        case "sheet":
            what = say("sheet")
        case _:
            what = say("text")
    return f"{field.label}: {what}"


def describe_round_question(say: Say, field: RoundField) -> str:
    """Return what a field asks for, as whoever is asked reads it: "Effekt (MW)"."""
    match field.kind:
        case "number":
            return f"{field.label} ({number_texts.format_unit(say, field.unit)})"
        case "choice":
            return f"{field.label} ({' / '.join(field.options)})"
        case "adoption":
            return describe_adoption_options(say)
    return field.label


def describe_adoption_options(say: Say) -> str:
    """Return "Har gjort / I gang / Planlegger / Ikke aktuelt / Spør oss"."""
    return " / ".join(adoption_labels.label_adoption_states(say).values())


def draw_competition_hints(say: Say, text: str, fields: Sequence[RoundField]) -> list[Part]:
    """Draw for the asker what the words ask for that members must not share with each other."""
    kinds = set(find_sensitive_kinds(text))
    for label in (text_of for field in fields for text_of in (field.label, *field.options)):
        kinds |= {kind for kind, asks in _ASKS.items() if asks.search(label)} | find_sensitive_kinds(label)
    return draw_competition_warning(say, kinds) if kinds else []
