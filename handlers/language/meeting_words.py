"""Recognise the words that order a meeting, and lines that ask about one, report one or change one."""

from __future__ import annotations

import re

from handlers.language import order_words
from handlers.language.keyword_spelling import mend_keywords
from handlers.language.meeting_changes import CHANGING, NEW_TIME, NOT_AS_WAS
from handlers.language.meeting_kinds import MEETING_WORD, names_meeting
from handlers.language.meeting_preambles import find_preamble_end
from handlers.language.statement_words import has_verb

#: words that begin a question or a statement, and not what a secretary notes
_ASKING = re.compile(
    r"(?:(?:husk |hugs |remember )?(?:på )?(?:the )?(?:frist(?:en)?\b|deadline)|minn[ea]r (?:om|på)"
    r"|takk\b(?! for)|thanks\b(?! for)"
    r"|sorry|beklager|beklagar|orsak"
    r"|unnskyld|noen|nokon|any ?one|any ?body|når|hva"
    r"|kva|hvem|kven|hvor|kor"
    r"|hvordan|korleis|hvorfor|kvifor|hvilke[nt]?|kan|må"
    r"|har|er|blir|finnes|finst|skal|kommer|kjem|husker|hugsar|vi|me|jeg|eg|what|when|who|where|why|how|which"
    r"|is|are|do"
    r"|does|did|has|have|was|were|will|any|can|could|should|we|our"
    r"|i(?= (?:can|can't|cannot|am|was|have|will|would|need|want|think|don't))|i'm|i'll|i've)\b"
)
#: a cheap sign of a day or a time of day
_TIME_WORD = re.compile(
    r"\b(?:kl|klokk|halv |half past |quarter (?:past|to) "
    r"|noon|i ?morg|i ?mår|i ?morr|i ?overm|i dag|i kveld|tomorrow|today|tonight|neste "
    r"|next |hver|kvar|every|annenhver"
    r"|(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|første|last"
    r"|om (?:en|ein|et|eit|to|tre|fire|fem|ti) (?:time|timar|halvtime|kvarter|uke|veke|dag)|in an? (?:hour|week|few)"
    r"|snar(?:t|est)|asap|soon|straks|så (?:fort|snart|raskt) som|nyttår|nyåret|romjul|(?:gange?r|gonger"
    r"|gongar) (?:i|per|om)|times a|twice a|før (?:jul|påske|sommer|sommar|ferie|helg)"
    r"|(?:thurs|tues|weds|tirs|tors)\b|before (?:christmas|easter|summer)"
    r"|(?:januar|februar|mars|april|juni|juli|august|september|oktober|november|desember|april|january|february"
    r"|march|june|july"
    r"|october|december)\b"
    r"|in? (?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|okt|oct|nov|des|dec))"
)
_TIME_SIGN = re.compile(rf"\d|{_TIME_WORD.pattern}")
#: how often, where it begins the line: "månedlig møte om nett", "a weekly meeting on noise"
_RHYTHM = re.compile(
    r"(?:(?:et|eit|en|ein|a|an|nytt|ny|new)\s+)*(?:dagleg|daglig|daily|ukentlig|vekentleg|vekevis|ukevis|weekly"
    r"|bi-?weekly"
    r"|fortnightly|månedlig|månadleg|månadsvis|månedsvis|monthly|kvartalsvis|quarterly|halvårlig|halvårleg"
    r"|årlig|årleg"
    r"|yearly)t?\s+((?:[\w-]+\s+){0,2}[\w-]+)"
)
_RHYTHM_LAST = re.compile(
    r"([\w-]+)\s.{0,300}\b(?:daglig|dagleg|daily|ukentlig|vekentleg|weekly|månedlig|månadleg|monthly)$"
)
#: "et møte med kommunen", "lunch meeting about parking"
_KIND_FIRST = re.compile(
    r"(?:(?:et|eit|en|ein|a|an|kort|kjapt|lite|short|quick|felles|joint|ekstra|asap|snarlig|digitalt)\s+){0,3}"
    r"(?:[\w-]+\s)?[\w-]*(?:møte|meeting|mtg|prat|samtale)\s(?:om|med|mellom|ang\.?|angående|about|with|re"
    r"|regarding|between)\s"
)
#: up to so many words are looked up before anything else
_BARE = 3
#: several meetings, of which a line says something
_PLURAL = re.compile(r"\w+(?:(?<!semin)(?<!webin)ar|er|ene|ane|ings|shops|inars|calls|sessions|tours|visits)$")
#: A text of more characters or words is no line about a meeting.
LONGEST, MOST = 600, 45
_THE = frozenset(("the", "my", "our", "det", "den", "this", "denne", "s"))
#: a question mark; one that stands alone leaves an end open: "kl 9 til ?"
_QUESTION = re.compile(r"(?<=[^\s-])\?(?:$|[ \"'»”)])")
#: what is asked of others in a line that begins as a wish
_WONDERING = re.compile(
    r"\b(?:lurer|lurar|wonder\w*|hvordan|korleis|how|hvem|kven|who|(?:noen|nokon) (?:som|her)|any(?:one|body))\b"
)
#: words that begin a question which no meeting answers
_OPEN_QUESTION = re.compile(
    r"(?:noen|nokon|any ?one|any ?body|når|hva|kva|hvem|kven|hvor|kor|hvordan|korleis|hvorfor|kvifor|hvilke[nt]?|har"
    r"|er(?! det (?:greit|greitt|ok|okay|mulig|mogleg|fint|plass))|blir|finnes|finst|kommer|kjem|husker|hugsar"
    r"|what|when|who|where|why|how|which|is(?! it (?:ok|okay|possible|fine))|are|do|does|did"
    r"|has|have|was|were|will|any)\b"
)
#: what mail puts before a subject
_ANSWERED = re.compile(
    r"(?:(?<=^)|(?<=\n)|(?<=emne: )|(?<=subject: ))(?:\s?(?:vs|sv|vb|re|fwd?|aw)\s?:\s?){1,9}", re.IGNORECASE
)
_SO = ("så", "so", "derfor", "difor", "therefore", "hence")
#: where words that order may begin after others
_BOUNDARY = re.compile(r"(?:[.!?;,:]|\s-|\b(?:så|so|derfor|difor|therefore|hence|and|og))\s+(?=\S)", re.IGNORECASE)
#: asks how others do it: "månedlig møte, hvordan får dere det til"
_HOW = re.compile(
    r"\b(?:hvordan|korleis|how)\b(?: \w+){1,2} (?:dere|de|dykk|du|andre|man|ein|you|others|people)\b"
    r"|, (?:noen|nokon|anyone|anybody) (?:som|who|with|med)\b"
)
#: tells of a meeting that there is: "neste møte er torsdag", "møtet starter kl 9"
_TELLING = re.compile(
    r"(?:(?:påminnelse|påminning|reminder|husk|hugs|obs|nb)\W{1,3})?(?:(?:det |the |vårt |our )?(?:neste|nest"
    r"|next) (?!uke|veke|week|måned|month)[\w-]+(?: [\w-]+){0,3}"
    r"|(?:[\w-]*(?:møtet|seminaret|kurset|webinaret|samlinga|samlingen)|the [\w-]*meeting)(?: [\w.]+){0,5})"
    r" (?:er|blir|vert|starter|startar|begynner|byrjar|varer|varar|is|starts|begins|lasts)"
    r"(?! (?:fastsatt|fastsett|satt|sett|lagt|set|planlagt|planned))\b"
)
_REPORTING = re.compile(
    r"\b(?:møttes|møttest|hadde|var|varte|lasted|ble|blei|vart|holdt|heldt|diskuterte|drøftet|drøfta|avklarte|snakket|snakka"
    r"|deltok"
    r"|gikk|gjekk|kom fram|fikk|fekk|had|was|were|met|discussed|(?<!be )(?<!is )held|went|(?<!be )decided|attended"
    r"|referat|the minutes|vedtok"
    r"|i går|yesterday|forrige|førre|last week|sist|takk for|thanks for|thank you for|referatet|minutes of)\b"
)


def tells_new_time(text: str) -> bool:
    """Return True if the text gives a meeting that there is another time."""
    timed = any(sign.isdigit() for sign in text)
    return timed and NEW_TIME.search(text.casefold()) is not None and names_meeting(text)


def begins_with_new_time(text: str) -> bool:
    """Return True for "ny tid for samarbeidsmøtet: torsdag kl 9": it is not said which meeting is meant."""
    return NEW_TIME.match(text.casefold().strip()) is not None and names_meeting(text)


def changes_meeting(said: str) -> bool:
    """Return True if a text in lower case begins with a change of a meeting: "flytt styremøtet"."""
    match = CHANGING.match(said)
    words = [word for word in said[match.end() :].split() if word not in _THE] if match else []
    return any(MEETING_WORD.match(word) for word in words[:2])


def begins_with_order(text: str) -> bool:
    """Return True if a verb or "new meeting" begins the line."""
    said = " ".join(mend_keywords(text).casefold().split())
    return order_words.is_made_first(said, order_words.count_edge_signs(said), MEETING_WORD)


def cut_preamble(text: str) -> str:
    """Return the part that orders, without the reasons before it: "the fan is down, so I'd like a meeting on it".

    The signs of mail that is answered or sent on go too: "SV: ", "Emne: Fwd: ".
    """
    text = _ANSWERED.sub("", mend_keywords(text))
    text = text[find_preamble_end(text) :]
    other = is_about_other_meeting(text)
    for match in _BOUNDARY.finditer(text[:LONGEST]):
        before, sign = text[: match.start()], match.group().strip().casefold()
        rest = text[match.end() :]
        if not other and (sign not in _SO or names_meeting(before) or _TIME_SIGN.search(before.casefold())):
            continue
        timed = sign[-1] in ".!" and _TIME_SIGN.search(rest.casefold()) and not _TIME_SIGN.search(before.casefold())
        if _orders_here(rest, named=sign == ":" or bool(timed)):
            return rest
    return text


def _orders_here(rest: str, *, named: bool) -> bool:
    """Return True if these words order; `named`: a kind of meeting that the words before announced is enough."""
    said = " ".join(rest.casefold().split())
    if is_about_other_meeting(rest):
        return False
    if named and names_meeting(" ".join(said.split()[:3])):
        return True
    made = order_words.is_made_first(said, 0, MEETING_WORD)
    return made or order_words.is_wished_first(said, 0, MEETING_WORD)


def may_be_timed(text: str) -> bool:
    """Return True if the text may order a meeting: it has a sign of a time, and asks, reports and changes nothing."""
    text = mend_keywords(text)
    if len(text) > LONGEST or len(text.split()) > MOST or is_about_other_meeting(cut_preamble(text)):
        return False
    return _TIME_SIGN.search(text.casefold()) is not None or names_regular_meeting(text)


def may_mean_meeting(text: str) -> bool:
    """Return True if the text may be about a new meeting though it may as well be said to others.

    It wishes for one, or has a sign of a time; it asks nobody anything and changes nothing.
    """
    text = mend_keywords(text)
    said = " ".join(text.casefold().split())
    first = order_words.count_edge_signs(said)
    if len(text) > LONGEST or len(said.split()) > MOST:
        return False
    if _OPEN_QUESTION.match(said, first) or _WONDERING.search(said) or CHANGING.match(said, first):
        return False
    if tells_new_time(text):
        return True
    named = names_meeting(text) and _TIME_SIGN.search(said) is not None
    return named or _TIME_WORD.search(said) is not None or wishes_for_meeting(text) or begins_with_kind(text)


def wishes_for_meeting(text: str) -> bool:
    """Return True if the text begins with a wish to have a meeting: "jeg trenger et møte med banken"."""
    said = " ".join(text.casefold().split())
    return order_words.is_wished_first(said, order_words.count_edge_signs(said), MEETING_WORD)


def begins_with_kind(text: str) -> bool:
    """Return True if the line is, or needs, a kind of meeting with its subject or people, and asks nothing."""
    said = " ".join(mend_keywords(text).casefold().split())
    first = order_words.find_need_end(said, order_words.count_edge_signs(said))
    if len(said) > LONGEST or "?" in said or _HOW.search(said) or _WONDERING.search(said) or has_verb(said[first:]):
        return False
    return len(said.split()) > _BARE and _KIND_FIRST.match(said, first) is not None


def names_regular_meeting(text: str) -> bool:
    """Return True if the line begins with how often and one meeting, or names both the other way round."""
    said = " ".join(text.casefold().split())
    first = order_words.count_edge_signs(said)
    if _HOW.search(said):
        return False
    match = _RHYTHM.match(said, first) or _RHYTHM_LAST.match(said.rstrip(" .!"), first)
    words = match[1].split() if match else []
    return any(MEETING_WORD.match(word) and not _PLURAL.match(word) for word in words)


def is_about_other_meeting(text: str) -> bool:
    """Return True if the line asks about a meeting, reports one, or changes one."""
    said = " ".join(text.casefold().split())
    first = order_words.count_edge_signs(said)
    if order_words.is_made_first(said, first, MEETING_WORD) or order_words.is_ordered_thing(said, first):
        return False
    if order_words.is_wished_first(said, first, MEETING_WORD) and not _WONDERING.search(said):
        return False
    return bool(
        _ASKING.match(said, first)
        or _TELLING.match(said, first)
        or NOT_AS_WAS.search(said)
        or CHANGING.match(said, first)
        or _REPORTING.search(said)
        or any(not _is_asked_by_title(said, mark.end()) for mark in _QUESTION.finditer(said))
    )


def _is_asked_by_title(said: str, at: int) -> bool:
    """Return True for a question before the day: "webinar: new tariffs - what do they mean? Thursday at 9"."""
    kind = said.partition(":")[0]
    named = len(kind) < at and len(kind.split()) < _BARE and names_meeting(kind)
    return named and any(sign.isdigit() for sign in said[at:])
