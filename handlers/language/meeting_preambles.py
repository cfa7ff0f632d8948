"""Recognise what stands before the order of a meeting and is no part of it: who speaks, who wishes, what it follows."""

from __future__ import annotations

import re

_HELLO = r"(?:(?:ja|jo|nei|hei+|hallo|hello|hi|god (?:morgen|morgon|dag)|good (?:morning|afternoon))[,.! ]\s*){0,3}"
_I_WISH = (
    r"(?:jeg|eg|vi|me|i|we)(?:'d| would| (?:skulle|vil|ville|må|trenger|treng|ønsker|ønskjer|need|want))\b"
    r"(?: (?:gjerne|like|love))?(?: (?:å|to))?(?: (?:hatt|ha|have))?"
)
#: "ja hei det er Svein, jeg skulle hatt": who speaks
_SPEAKER = re.compile(
    rf"\A{_HELLO}(?:det|dette|this) (?:er|is) [\w-]+(?: [\w-]+)?(?: (?:her|here))?"
    rf"(?: (?:fra|frå|i|på|hos|from|in|at) [\w-]+(?: [\w-]+)?)?[,.]?\s+{_I_WISH}\s+(?:(?:et|eit|en|ein|a|an) )?",
    re.IGNORECASE,
)
#: "direktøren ønsker et kort møte": somebody else wishes
_OTHER_WISHES = re.compile(
    r"\A(?!(?:jeg|eg|vi|me|i|we|noen|nokon|anyone|somebody|someone|hvem|kven|who)\b)[\w-]+(?: [\w-]+){0,2}"
    r" (?:ønsker|ønskjer|ynskjer|vil ha|vil gjerne ha|trenger|treng|ber om|wants?|needs?|would like|asks for|requests)"
    r" (?:et|eit|en|ein|a|an) (?=(?:[\w-]+ ){0,2}[\w-]*(?:møte|meeting|samtale|call|prat)\b)",
    re.IGNORECASE,
)
#: "jf. avtale på telefon: møte med banken": what it follows
_FOLLOWS = re.compile(
    r"\A(?:jf|jfr|ref|viser til|syner til|som avtalt|etter avtale|i henhold til|med referanse til|as agreed|following"
    r"|further to|with reference to|regarding)\b[^:\n\d]{0,60}:\s+"
    r"(?=(?:[\w-]+ ){0,2}[\w-]*(?:møte|meeting|samtale|call)\b)",
    re.IGNORECASE,
)


def find_preamble_end(text: str) -> int:
    """Return where the words before the meeting itself end; 0 if there are none."""
    for pattern in (_SPEAKER, _OTHER_WISHES, _FOLLOWS):
        if match := pattern.match(text):
            return match.end()
    return 0
