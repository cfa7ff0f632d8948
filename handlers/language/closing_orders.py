"""Recognise the clause that orders what the rest of a line has said: "..., kan du kalle inn?", "..., set it up pls"."""

from __future__ import annotations

import re

from handlers.language.late_patterns import compile_later
from handlers.language.order_openings import join_choices

_IT = (
    r"(?: (?:det|dt|dette|den|møtet|et møte|eit møte|noe|noko|serien?|en serie|ein serie|it|this|that|one"
    r"|something|a series))?"
)
_CALL = (
    r"(?: (?:ut|out))?(?: (?:(?:en|ei|ein|an?|the) )?(?:møte)?(?:innkalling(?:en|a)?|invitasjon(?:en|ar|er)?|invit\w+))"
)
_FOR_ME = r"(?: (?:for|til) (?:meg|oss|dere|dykk|alle|me|us|everyone|all))?"
_PLEASE = r"(?:please|pls|plz|vennligst|takk|thanks|er du snill|er du grei|(?:would|will|could) you|da|då|tak)\b"
#: what is asked for, as an order and behind "kan du"
_DOING = join_choices(
    rf"(?:ordne?|ordna|fikse?|fiksa|booke?|booka|bestille?|planlegge?|planleggje|arrangere?){_IT}",
    rf"(?:sett?e?|setje|setja|sette){_IT} opp{_IT}",
    rf"(?:skrive?|skriva|føre?|føra){_IT} opp{_IT}",
    rf"(?:kalle?|kalla) inn{_IT}",
    rf"(?:legge?|leggje|leggja){_IT} inn{_IT}(?: i kalender\w*)?",
    rf"(?:lage?|sende?){_CALL}",
    rf"opprett(?:e|a)?{_IT}(?: i kalender\w*)?",
    r"lage? (?:det|den|møtet|hending[ae]n?|hendelsen|arrangementet)(?: i kalender\w*)?",
    r"(?:create|add) (?:it|this|that|the (?:meeting|event))(?: to (?:the|my|our) (?:calendar|diary))?",
    rf"set{_IT} up{_IT}",
    rf"(?:arrange|schedule|book|fix|sort|organi[sz]e|plan){_IT}(?: out)?",
    rf"put{_IT} in(?: the (?:calendar|diary))?{_IT}",
    rf"send{_CALL}",
    rf"(?:(?:jeg|eg|vi|me|we|i) )?(?:treng|trenger|need){_CALL}",
    rf"put{_IT} (?:in|into|on) (?:the|my|our) (?:calendar|diary)",
    r"(?:kjør|køyr) på|go ahead",
)
#: with the subject behind: "fikser du?", "legger du det inn?"
_INVERTED = join_choices(
    rf"(?:ordnar|ordner|fiksar|fikser|booker|bookar) (?:du|dere|de|dykk){_IT}",
    rf"(?:setter|set|legger|legg|kaller|kallar) (?:du|dere|de|dykk){_IT} (?:opp|inn){_IT}",
    rf"(?:sender|lager|lagar) (?:du|dere|de|dykk){_CALL}",
)
_ASKED = (
    r"(?:(?:(?:kan|kunne|vil|can|could|would|will) (?:du|dere|de|dykk|noen|nokon|you|someone|we|vi|me)|please"
    r"|pls|vennligst|gjerne|ver snill og|vær så snill å)(?: (?:please|gjerne|vennligst|kindly))? )?"
)
#: what may follow in the same clause: "set it up from January"
_GOES_ON = (
    r"(?= (?:på|via|on|over|fra|frå|from|for|hver|kvar|every|kl|at|\d|i morg\w+|tomorrow|neste|next|\w{3,6}da[gy])\b)"
)
#: without a sign before it: "spill drill pls schedule"
_URGED = r"(?:please|pls|plz) (?:schedule|book|arrange|set up|add)(?: (?:it|this|that))?[.!]*"
_NAMES_IT = compile_later(r"\b(?:det|den|dette|it|this|that|one)\b", re.IGNORECASE)
_CLOSING = compile_later(
    rf"(?:(?:[.!?,;:)]|\s-|\s–)\s+|\s(?={_URGED}$))(?:og |and |så |so )?(?:{_PLEASE}[,:]? )?"
    rf"(?:{_ASKED}{_DOING}|{_INVERTED}){_FOR_ME}(?: (?:som|as) (?:(?:en|ein|et|eit|a) )?(?:fast )?"
    r"(?:(?:møte)?seri\w+|møte|meeting))?"
    r"(?: (?:og|and) (?:inviter|invite|send|kall)\b[^.;!?]*)?"
    rf"(?:,? {_PLEASE}){{0,3}}(?=\s*(?:$|[.!?,;])|{_GOES_ON})[.!?]*",
    re.IGNORECASE,
)


def _is_whole(text: str, match: re.Match[str]) -> bool:
    """Return True for a clause that ends here, or that names what is to be set up: "set it up from January"."""
    return text[match.end() - 1] in ".!?" or _NAMES_IT.search(match.group()) is not None


def cut_closing_order(text: str) -> tuple[str, bool]:
    """Return the text without such a clause, and whether there was one."""
    match = _CLOSING.search(text)
    if match is None or (text[match.end() : match.end() + 1] == " " and not _is_whole(text, match)):
        return text, False
    sign = match.group()[0] if match.end() < len(text) and match.group()[0] in ".!?;" else ""
    return text[: match.start()] + sign + text[match.end() :], True
