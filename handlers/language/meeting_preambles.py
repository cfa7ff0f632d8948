"""Recognise what stands before the order of a meeting and is no part of it: who speaks, who wishes, what it follows."""

from __future__ import annotations

import re

from handlers.language.late_patterns import compile_later

_HELLO = (
    r"(?:(?:ja|jo|nei|hei+|hallo|hello|hi|god (?:morgen|morgon|dag)|good (?:morning|afternoon))"
    r"(?: (?:there|all|alle|dere|dykk|team))?[,.! ]\s*(?:[:;]-?[)(dp]\s*)?){0,3}"
)
_HOPING = compile_later(
    rf"\A{_HELLO}(?:(?:jeg|eg|i) )?(?:hope|håper|håpar|vonar) "
    rf"(?:you|all|everyone|alt|alle|du|dere|de)\b[^.!?\d]{{0,40}}[.!?]\s+",
    re.IGNORECASE,
)
_I_WISH = (
    r"(?:jeg|eg|vi|me|i|we)(?:'d| would| (?:skulle|vil|ville|må|trenger|treng|ønsker|ønskjer|need|want))\b(?: "
    r"(?:gjerne|like|love))?(?: (?:å|to))?(?: (?:hatt|ha|have))?"
)
#: "ja hei det er Svein, jeg skulle hatt": who speaks
_SPEAKER = compile_later(
    rf"\A{_HELLO}(?:det|dette|this) (?:er|is) [\w-]+(?: [\w-]+)?(?: (?:her|here))?"
    rf"(?: (?:fra|frå|i|på|hos|from|in|at) [\w-]+(?: [\w-]+)?)?[,.]?\s+{_I_WISH}\s+(?:(?:et|eit|en|ein|a|an) )?",
    re.IGNORECASE,
)
#: "eg driv eit lite sveisefirma og treng eit møte": who needs it
_NEEDER = compile_later(
    rf"\A{_HELLO}(?:jeg|eg|vi|me|we|i)(?:'re|'m)? [^.!?;:\d]{{3,90}}? (?:og|and|så|so) "
    r"(?=(?:treng|trenger|need|ønsker|ønskjer|would like|vil gjerne)(?: å| to| ha)? "
    r"(?:et|eit|en|ein|an?|at|noen|nokon|half|møte|meeting|samle)\b)",
    re.IGNORECASE,
)
#: "direktøren ønsker et kort møte": somebody else wishes
_OTHER_WISHES = compile_later(
    rf"\A{_HELLO}(?!(?:jeg|eg|vi|me|i|we|noen|nokon|anyone|somebody|someone|hvem|kven|who)\b)"
    r"[\w-]+(?: [\w-]+){0,2} "
    r"(?:ønsker|ønskjer|ynskjer|vil ha|vil gjerne ha|trenger|treng|ber om|wants?|needs?|would like|asks for"
    r"|requests|requesting:?) (?:(?:et|eit|en|ein|a|an) )?"
    r"(?=(?:[\w-]+ ){0,2}[\w-]*(?:møte|meeting|samtale|call|prat|tour|omvisning|omvising)\b)",
    re.IGNORECASE,
)
#: "kommunen inviterer til dialogmøte": somebody else invites
_OTHER_INVITES = compile_later(
    r"\A(?!(?:jeg|eg|vi|me|i|we|hvem|kven|who)\b)[\w-]+(?: [\w-]+){0,3} "
    r"(?:inviterer|inviterar|innkaller|innkallar|kaller inn|kallar inn|invites?(?: (?:us|you|everyone|all))?) "
    r"(?:til|to) (?=(?:[\w-]+ ){0,2}[\w-]*(?:møte|meeting|samling|workshop|seminar|webinar|befaring|dag"
    r"|id[eé]myldring|frokost|frukost|lunsj|kurs|treff|foredrag|omvisning|omvising|dugnad|open house|tour)\b)",
    re.IGNORECASE,
)
#: "on behalf of the pensioners I would kindly request a": for whom somebody wishes
_ON_BEHALF = compile_later(
    rf"\A{_HELLO}(?:on behalf of|på vegn(?:e|er) av) [^.!?;:\d]{{3,70}}?,? (?:(?:i|we)(?:'d| would)(?: kindly)?"
    r"(?: like(?: to (?:request|ask for|have))?| request| ask for)"
    r"|(?:ønsker|ønskjer|ynskjer) (?:jeg|eg|vi|me)(?: å ha)?"
    r"|vil (?:jeg|eg|vi|me) (?:gjerne )?(?:ha|be om)|ber (?:jeg|eg|vi|me) om) (?:(?:et|eit|en|ein|a|an) )?(?=\S)",
    re.IGNORECASE,
)
#: "snekkeren her. trenger en prat": who writes
_WRITER = compile_later(
    rf"\A{_HELLO}(?:[\w-]+ ){{1,3}}(?:her|here)(?: (?:fra|frå|from) [\w-]+(?: [\w-]+)?)?[.,!]\s+"
    r"(?=(?:jeg|eg|vi|me|i|we|trenger|treng|ønsker|ønskjer|need|kan|kunne|can|could|må|vil|sett|legg|set)\b)",
    re.IGNORECASE,
)
#: "siden vi er så få i romjula tar vi HMS-møtet", "since the bridge closes we must talk about": why
_WHY = compile_later(
    r"\A(?:(?:siden|sidan|ettersom|fordi|da) [^.!?;:\d]{5,80}? (?:tar|tek|holder|held|har|kjører|køyrer) (?:vi|me)"
    r" (?:(?:et|eit|en|ein) )?(?=[\w-]*(?:møte|samling|øvelse|øving|runde|gjennomgang|gjennomgong))"
    r"|(?:since|because|as) [^.!?;:\d]{5,80}? we (?:must|need to|have to|should) (?:talk|meet|speak) about )",
    re.IGNORECASE,
)
#: "jf. avtale på telefon: møte med banken": what it follows
_FOLLOWS = compile_later(
    r"\A(?:jf|jfr|ref|viser til|syner til|som avtalt|etter avtale|i henhold til|med referanse til|as agreed"
    r"|following|further to|with reference to|regarding)\b[^:\n\d]{0,60}:\s+(?=(?:[\w-]+ ){0,2}[\w-]*"
    r"(?:møte|meeting|samtale|call)\b)",
    re.IGNORECASE,
)
#: "ny her, så eg prøver:", "never used a bot before!"
_NEWCOMER = compile_later(
    rf"\A{_HELLO}(?:[^.!?;:\d]{{0,80}}\b)?(?:ny (?:her|på dette|på bot\w*)|new (?:here|to this)|aldri "
    r"(?:prøvd|brukt|prøvt)|never (?:used|tried)|(?:første|fyrste) "
    r"(?:gang|gong)|first time|prøver|prøvar|trying this|hope this works|håper dette|(?:vet|veit) "
    rf"(?:ikke|ikkje) (?:om|hvordan|korleis)|not sure)\b[^.!?;:\d]{{0,60}}(?:[.!?:;]|, (?:men|but|så|so))\s+",
    re.IGNORECASE,
)


def find_preamble_end(text: str) -> int:
    """Return where the words before the meeting itself end; 0 if there are none."""
    newcomer = _NEWCOMER.match(text) or _HOPING.match(text)
    first = newcomer.end() if newcomer else 0
    if (writer := _WRITER.match(text[first:])) is not None:
        first += writer.end()
    for pattern in (_SPEAKER, _ON_BEHALF, _WHY, _NEEDER, _OTHER_WISHES, _OTHER_INVITES, _FOLLOWS):
        if match := pattern.match(text[first:]):
            return first + match.end()
    return first
