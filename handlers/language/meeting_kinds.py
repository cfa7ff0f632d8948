"""Recognise the words that are a kind of meeting, and days that are named by what is done on them."""

from __future__ import annotations

import re

from handlers.language.keyword_spelling import mend_keywords
from handlers.language.late_patterns import compile_later
from handlers.language.order_verbs import NOUN

GENERIC = compile_later(NOUN + r"(?:innkalling)?\W{0,5}$")
MEETING_WORD = compile_later(
    r"[\w-]*(?:møte|(?<!\w)mote|meeting|samling|seminar|webinar|workshop|verkstad|kurs|konferanse|conference|forum|frukost"
    r"|frokost"
    r"|breakfast|lunsj|lunch|befaring|synfaring|omvisning|omvising|gjennomgang|gjennomgong|review|kick-?off|oppstart"
    r"|stand-?up|hackathon|hackaton|kaffe|kaffi|coffee|drøfting|avklaring|evaluering|opplæring|øving|øvelse|training"
    r"|audit|visit|tour|course|session|talk|briefing|gruppe|group|mtg|møet|(?<!for)(?<!føre)(?<!etter)middag|dinner|foredrag|lecture|status"
    r"|planlegging|planning|koordinering|orientering|call|sync|check-?in|dialog|intervju|interview|demo|presentasjon"
    r"|studietur|(?:fag|tema|sikkerhets|tryggleiks|bransje|medlems|leverandør|miljø|energi|hms-?|strategi|leder"
    r"|leiar|plan|planleggings|utviklings|opplærings|beredskaps"
    r"|verne|brann|nettverks|lærlinge?|karriere|nabo|inspirasjons|innovasjons|prosjekt|bedrifts|industri"
    r"|teknologi|klima)dag"
    r"|dugnad|chat|forsamling|utveksling|runde|prat|treff|walk(?:-?through)?|debrief|wrap-?up|drill|one-on-one"
    r"|meting|catch-?up|huddle|meet-?up|get-together"
    r"|avslutning|avslutting|jubileum|inspeksjon|inspection|forhandling(?:er|ar)?|negotiations?|debatt|debate|samtale"
    r"|drinks|all-hands|avsjekk|discussion|diskusjon|oppsummering"
    r"|handover|retro|analyse|revisjon|idémyldring|feiring|markering|(?:park|fag|samarbeids)råd"
    r"|åpning|opning|hazop|hazid|lopa)"
    r"(?:en|et|t|a|s|ene|ane|n|r|ne)?$"
)
#: "supplier day", "åpen dag for naboene"
_NAMED_DAY = compile_later(
    r"\W{0,3}(?!(?:every|each|all|the|this|that|some|one|any|next|same|last|en|ein|hver|kvar|hele|heile|neste|god)\b)"
    r"(?:[\w'’&/-]+ ){1,3}da[yg](?![\w-])"
)


def names_meeting(text: str) -> bool:
    """Return True if a word of the text is a kind of meeting."""
    said = mend_keywords(text[:1000]).casefold()
    return _NAMED_DAY.match(said) is not None or any(MEETING_WORD.match(word) for word in re.findall(r"[\w-]+", said))
