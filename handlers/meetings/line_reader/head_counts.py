"""Find how many people come, which is neither title, place nor time: "Vi blir 6 stk", "about 30 people"."""

from __future__ import annotations

from handlers.language.late_patterns import compile_later

_NUMBER = (
    r"(?:\d{1,4}(?: ?- ?\d{1,4})?|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv|femten|tjue|two|three"
    r"|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)"
)
_NEARLY = (
    r"(?:(?:ca\.?|cirka|omtrent|om ?lag|rundt|kring|omkring|nok|kanskje|maybe|perhaps|bare|berre|only|just"
    r"|about|around|roughly|approx\.?|approximately) )?"
)
_PEOPLE = (
    r"(?: (?:stk\.?|stykk\w*|kandidat(?:er|ar)|candidates|person(?:er|ar|s)?|pers\.?|people"
    r"|deltak(?:er|erar|arar|ere)|deltagere|deltakarar|participants|attendees|guests|gjester|gjestar|mennesker"
    r"|menneske|folk|of us|of them|elev(?:er|ar)|besøkende|pupils|students|visitors|rundt bordet|til bords)"
    r"(?: (?:incl\.?|inkl\.?|including|inkludert|\+|pluss|plus) [^,.;\n]{1,40})?)"
)
_COME = (
    r"(?:(?:vi|me|we|det|dei|de|they|there)(?:'ll be|'re| will be| are| is| "
    r"(?:(?:blir|vert|er|kommer|kjem|regner med|reknar med|ventar|venter|expect)(?: å (?:bli|vere|være))?)) "
    r"(?:(?:vel|nok|jo|kanskje) )?(?:(?:en|ein) )?"
    r"|(?:expecting|antall|antal|number of people)(?: deltakere| deltakarar)?:? )"
)
#: set apart by a comma, a bracket or the end of a sentence
HEADS = compile_later(
    rf"(?:(?<=^)|(?<=[,;.!?(] )|(?<=\()|(?<= - ))(?:{_COME}{_NEARLY}{_NUMBER}{_PEOPLE}?"
    rf"|{_NEARLY}{_NUMBER}{_PEOPLE})(?=\W*(?:$|[,;.!?)\n]| - | (?:og|and) ))"
)
