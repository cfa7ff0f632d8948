"""Recognise the words that order a meeting: greetings before them, verbs, wishes and the articles behind."""

from __future__ import annotations

import re

from handlers.language.order_openings import GREETING, POLITE, join_choices

_ARTICLE = r"(?:(?:et|eit|en|ein|a|an|nytt|ny|new|the)\s+)*"
NOUN = r"(?:møt[e]?|møet|møde|mote|moete|meeting|meting|meetting|mtg|møtet)"
_DAY = (
    r"(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|i morg[eo]n"
    r"|tomorrow|(?:den )?\d)"
)
#: to make one; what other things are made by too only with an article or the noun behind it
_MAKE = join_choices(
    r"(?:put|place|set|legg(?:e)?|sett(?:e)?) (?:(?:a|an|en|et|eit|ein) )?(?:hold|invite|sperre|plass) (?:in|on|i|på)"
    r" (?:[\w'’]+ ){0,3}(?:calendars?|kalender\w*)(?: (?:for|til))?",
    r"set(?:t|te|ter|je|tje|ja|tja|ta)? (?:opp|up)", "(?:satt|sett|setting) (?:opp|up)", r"set (?:something|noe"
    r"|noko) up", r"før(?:e|a)? opp",
    r"lag(?:e|a|et)?", r"opprett(?:e|a|et)?", r"book(?:e|a|et|er|ar|ing)?", r"bestil(?:l|le|la|t)",
    r"(?:booka|bestilt|innkalt|lagt inn|kalt inn|kalla inn|avtalt|planlagt|arrangert|ordnet|ordna)(?= (?:et|eit"
    r"|en|ein) |\s\w*møte)",
    r"(?:scheduling|arranging|organi[sz]ing|creating)(?= an? )",
    r"planlegg(?:e|je|ja|er)?",
    r"(?:inn)?kall(?:e|a|er|ar)?(?: inn)?(?! til\b)(?: [\w-]+,?){1,6}? til(?= (?:et |eit |en "
    r"|ein )?(?:[\w-]+ )?\w*møte)",
    r"(?:kall(?:e|a|er|ar)?(?: herved| hermed)? inn|(?:møte)?innkall(?:e|a|er|ar)?(?: herved| hermed)?)(?: til)?",
    r"(?:ny )?(?:møte)?innkalling(?: til)?", "schedule", "arrange", r"organi[sz](?:e|er|ere"
    r"|era)", r"arranger(?:e|a)?",
    r"kall(?:e|a|er|ar)? sam(?:m?en|an)(?: til)?", r"call together",
    r"(?:lager|lagar|ordner|ordnar|fikser|fiksar|legger inn|opprettar|oppretter)"
    r"(?= (?:et|eit|en|ein) (?:[\w-]+ )?\w*møte)",
    r"avtal(?:e|a|er|ar)?", r"legg(?:e|je|ja|a)? inn",
    r"legg(?:e|je|ja)?(?= (?:et|eit|en|ein|ei) (?:kort |kjapp )?(?:time|prat|\w*møte)\b)",
    r"legg(?:e|je|ja)? til(?= \w)", r"registrer(?:e|a)?(?= (?:et |eit |nytt |ein "
    r"|en )*\w*møte)", r"hold(?= \w{3,6}day\b)", rf"(?:create|make|plan|add|call)(?= (?:an? |{NOUN}))",
    r"(?:ordn(?:e|a)?|fiks(?:e|a)?|(?:få|ha) (?:inn|til)|reserver?(?:e|a)?|pencil in|put(?: in)?"
    rf"|(?:get|give|gi|gje|skaff)(?: us| me| oss| meg)?)(?= (?:et|eit|en|ein|an?|{NOUN})\b)",
    r"(?:set(?:t|te|je|tje|ja|tja|ta)?|hold(?:e)?|hald(?:e|a)?) av(?: tid)?(?: (?:til|for))?",
    r"block(?: off)?(?= )", r"save the date(?: for)?",
    r"(?:invite|inviter(?:e|a)?)(?: [\w-]+){1,4} (?:to(?= an? )|til(?= (?:et |eit |\w*møte"
    r"|\w*(?:samling|befaring|synfaring|seminar|webinar|kurs|workshop|frokost|frukost|lunsj|middag|øvelse|øving)\b)))",
    r"ta(?= ei?t )",
    rf"reserver?(?:e|a)?(?= (?:{_DAY}|the |(?:møte)?rom |room ))",
    r"find (?:a )?(?:time|slot) for", r"finn (?:en |ei |et |eit )?(?:tid|time|tidspunkt) (?:til"
    r"|for)", r"have(?= an? (?:[\w-]+ )?\w*(?:meeting|call))", r"(?:setter|set|lager|lagar|booker"
        r"|bookar) du(?: opp)?",
    r"send(?:e)?(?: ut| out)? (?:(?:en|ei|an?|the) )?(?:møte)?(?:innkalling"
    r"|invitasjon(?:er|ar)?|invitations?|invites?)(?: til| for"
    r"| om| to)?",
    r"skriv(?:e|a)? (?:inn|opp|ned)",
    r"note(?:r(?:e)?)?(?= (?:et |eit |an? |\w*møte|meeting))",
    r"set(?:t|te|je|tje|ja|tja)? inn", r"inviter(?:e|a)?(?: alle)? til",
    r"invite (?:everyone|everybody|all|members|you(?: all)?) to",
    r"(?:kjør|køyr|hold|hald|gjennomfør|host|run|ta|start)(?:e|a)?(?= (?:et|eit|en|ein|ei|an?) (?:[\w-]+ ){0,2}[\w-]*"
    r"(?:møte|meeting|workshop|seminar|webinar|samling|kurs|course|session|prat|call|gjennomgang|runde|review)\b)",
)  # fmt: skip
#: "legg inn at vi skal ha"
_THAT = (
    r"(?: (?:at|that) (?:vi|me|jeg|eg|we|i)\b(?:'re|'ll)?(?: (?:skal|har|må|vil|tar|tek|are|will|have))?"
    r"(?: (?:ha|ta|have|having|hold|holding))?)?:?"
)
_WE = r"(?:vi|me|jeg|eg|we|i)"
#: to have one
_WISH = join_choices(
    rf"(?:{_WE} )?(?:må|skal|bør|vil|lyt|need to|should|must|have to|want to)"
    r" (?:snakke|snakkast|snakkes|prate|talk|møtes|møtast|meet|diskutere|drøfte|drøfta|discuss|go through"
    r"|gå gjennom)",
    rf"{_WE} (?:har|have) (?:snakka|snakket|prata|pratet|talked|spoken)(?: (?:om|about))? (?:å (?:ta|ha) (?:et|eit)"
    r"|å (?:møtes|møtast|møtest)|having|meeting)",
    rf"{_WE} (?:møtes|møtest|møtast|samles|samlast|meet|gather) (?:til|for)(?= \w+ \w| \w*møte)",
    rf"{_WE} (?:inviterer|inviterar|innkaller|innkallar|kaller inn|kallar inn|invite)"
    r"(?: herved| hermed)?(?: alle| you| everyone| all)? (?:til|to)",
    r"(?:du|dere|de|dykk) (?:er|blir|vert) invitert(?:e)? til", r"you are (?:all )?invited to",
    rf"(?:{_WE} )?(?:vil|ønsker|ønskjer|want|would like)(?: gjerne)?(?: (?:å|to))? (?:invitere|invitera|invite)"
    r"(?: (?:alle|dere|dykk|you|everyone|all))? (?:til|to)",
    r"(?:kom|bli med|ver med|vær med|come|join us) (?:på|til|to|for|at)(?= (?!det\b|the\b|this\b|\w*møtet\b)[\w-]+ )",
    r"(?:velkommen|velkomen|welcome) (?:til|to)", r"(?:det (?:blir|vert|er)|(?:da|då|så) (?:blir|vert"
    r"|er) det)(?= (?:et|eit|en|ein|(?:[\w-]+ )?\w*møte))",
    r"det (?:innkalles|innkallast|kalles(?: herved| hermed)? inn|inviteres|inviterast|gjøres klart"
    r"|gjerast klart|legges opp)(?: herved| hermed)?"
    r" (?:til|for)",
    r"(?:[\w-]{1,30} ){1,4}(?:innkalles|innkallast|kalles inn|kallast inn|inviteres|inviterast|er invitert|are invited"
    r"|bes møte|is called)(?: herved| hermed)? (?:til|to)",
    r"(?:det (?:er|hadde vært|ville vært|hadde vore) )?(?:fint|flott|bra|greit|supert|nice|great|good) (?:med|with)",
    r"there(?:'s| is| will be)(?= an? )", r"(?:we|i)(?:'re| are|'m| am) (?:having|holding|planning)",
    r"(?:vi|me|we) (?:tar|tek|har|held|holder|kjører|køyrer|have(?! to))",
    rf"{_WE} (?:skal|må|vil|bør|lyt|treng|trenger|ønsker|ønskjer|ynskjer|want to|need to|will|should|need|want|request)"
    r"(?: (?:gjerne|snart|snarest|derfor|difor|også|og))?(?: (?:å|to(?= (?:have|hold|take))))?(?: (?:ha|have"
    r"|hold(?:e)?|ta|take|få(?: til)?))?",
    r"(?:i|we)(?:'d| would) (?:like|love)(?: to have)?", rf"{_WE} skulle gjerne (?:hatt|hatt oss)",
    r"(?:må|skal) (?:ta|ha|få)", r"let'?s (?:meet|talk|get together)(?: up)?", r"(?:la|lat) oss (?:møtes|snakke"
    r"|prate|ta|ha)",
    r"(?:kan|skal) (?:vi|me) (?:møtes|møtast|snakke|prate)", r"(?:can|could|shall) we (?:meet|talk)",
    r"let'?s (?:have|do|take)", r"(?:kan|kunne|skal) (?:vi|me) (?:ta|ha|få til|få)",
    r"(?:can|could|shall) we (?:have|get|do)",
)  # fmt: skip
#: what announces an order: "Påminnelse: ...", "invitasjon til ..."
_ANNOUNCED = join_choices(
    "kalenderhold", "calendar hold",
    "møtebooking", "møtebestilling", "(?:varsel|melding|beskjed|notice) (?:om|of) (?:møte|meeting)",
    "påminnelse", "påminning", "møteønske",
    "ønske om møte", "møteforespørsel", "(?:meeting )?request", "invitasjon",
    "invitation", "invite", "(?:møte|meeting )(?:invitasjon|invite|invitation|innkalling)", "reminder", "kalender",
    "calendar", "(?:(?:ny|new) )?(?:møteserie|serie|meeting series|series)",
    "gjentakende møte", "gjentakande møte", "fast møte",
    "(?:møte)?innkalling", "husk", "hugs", "remember", "obs", "nb",
)  # fmt: skip
#: words before what the meeting is; the noun stays, since "møte om nett" is a title
_ORDER = re.compile(
    rf"(?:{NOUN} (?:ny(?:tt|e)?|new)\b|(?:{POLITE}{_MAKE}{_THAT}|{GREETING}{_WISH})[,:]?\s+{_ARTICLE}(?=\S)"
    rf"|(?:ny(?:tt?|e)?|new)\s+(?={NOUN}\b)"
    r"|(?:haste(?:møte)?innkalling|(?:dette |det |this )?(?:haster|hastar|is urgent)|urgent|viktig|important"
    r"|melding|beskjed"
    r"|til (?:alle|info)|to all|fyi)(?:\s*[:!]+|\s+-)\s+"
    r"|(?:meet|møtes|møtast|snakkes|snakkast)\s+(?=(?:re|about|om|ang|vedr)\b)"
    rf"|{_ANNOUNCED}(?:\s*:|\s+-|\s+(?:til|to|om|for))\s+{_ARTICLE}"
    rf"|{GREETING}(?:jeg |eg |i )?(?:ønsker|ønskjer|ynskjer|vil (?:gjerne )?ha|want|trenger|treng|need"
    rf"|husk|hugs|remember|reminder)\s+{_ARTICLE})"
)
_WISHED = re.compile(rf"{GREETING}{_WISH}\s+{_ARTICLE}")
_MADE = re.compile(rf"{POLITE}{_MAKE}{_THAT}\s+{_ARTICLE}")
#: a need, which a meeting answers whatever its time
_NEEDED = re.compile(
    rf"{GREETING}(?:(?:treng|trenger|ønsker|ønskjer|ynskjer|need|want|vil(?: gjerne)?(?= ha)|skulle gjerne(?= h))|{_WE}"
    r"(?: (?:må|bør|lyt|treng|trenger|ønsker|ønskjer|ynskjer|need|want|should|must)|(?: would|'d) like"
    r"| (?:skulle|vil|ville) gjerne))(?: (?:snart|snarest|derfor|difor|også|og))?(?: (?:å|to))?"
    r"(?: (?:ha|hatt|have|hold(?:e)?|ta|take|få(?: til)?))?\s+(?=\S)"
)
#: "vi møtes", where a place or a time follows
_MEETS = re.compile(
    rf"{GREETING}(?:{_WE} (?:har|have) (?:snakka|snakket|prata|pratet|avtalt|avtala|blitt enige|vorte samde|talked"
    rf"|spoken|agreed)(?: (?:om|about))? (?:å|to|at (?:vi|me) (?:skal|må))? ?(?:møtes|møtast|meet(?:ing)?)"
    r"|(?:må|bør|lyt|need to|should) (?:møtes|møtast|møtest|snakke|snakkast|prate|meet|talk)"
    rf"|{_WE} (?:(?:må|skal|bør|lyt|need to|should|have to)"
    r" (?:snakke|prate|talk|diskutere|drøfte|drøfta|discuss)|inviterer|inviterar|invite)\b.*|(?:vi|me"
    r"|we)(?: (?:skal|will|må"
    rf"|bør|should|can|kan))? (?:møtes|møtest|møtast|meet)|we'll meet"
    rf"|(?:let'?s|la oss|lat oss|(?:can|could|shall) we|(?:kan|skal) (?:vi|me)) (?:meet|talk|get together|møtes"
    rf"|møtast"
    rf"|snakke|prate))"
    r" (?:up )?(?:til|to|i|på|ved|in|at|on|om|hos|kl|med|with|about|re|ang|vedr|for|\d|(?:neste|next|man|mån"
    r"|tirs|tys|ons"
    r"|tors|fre|mon|tues|wednes|thurs|satur|sun|tomorrow|today|early|late|some|soon|one|snart|før|etter|en|ein))"
)
#: to meet at a time that follows needs no word for a meeting
_MEETING_UP = re.compile(rf"{GREETING}let['’]?s (?:meet(?: up)?|get together)\b")
_NEW = re.compile(rf"(?:(?:ny(?:tt?)?|new)\s+{NOUN}|{NOUN} (?:ny|new))\b")
#: what one meets for without a word that only meetings have
_INFORMAL = re.compile(
    r"(?:prat|runde|time|halvtime|hour|chat|talk|catch-?up|word|room|rom|møterom|snakke|prate|talk|møtes|møtast"
    r"|meet)$"
)
#: words behind which the object of the verb has ended
_OBJECT_ENDS = frozenset(
    ("om", "over", "for", "til", "på", "av", "fra", "frå", "med", "about", "of", "on", "from", "to")
)
_DONE = re.compile(r"(?:fått|booket|booka|avtalt|avtala|got|hatt|had|holdt|heldt|vært|vore|been)\b")
#: how many words of the object are looked at
_OBJECT = 4


def find_order_end(text: str) -> int:
    """Return where the words of ordering end in a text in lower case; 0 if there are none."""
    match = _ORDER.match(text, count_edge_signs(text))
    return match.end() if match else 0


#: behind a time: "på torsdag er det", "kl 9 tek me"
_INVERTED = re.compile(
    rf"(?:skal (?:vi|me) (?:snakk|prat|diskuter|drøft)\w* om|(?:tar|tek|har|held|holder|kjører|køyrer"
    rf"|skal|må|bør|vil|treng|trenger|ønsker|ønskjer) (?:vi|me|jeg|eg)(?: (?:gjerne|også|og))?(?: (?:ha|ta"
    rf"|få(?: til)?))?|(?:er|blir|vert) det)\s+{_ARTICLE}"
)
_ASKED = re.compile(rf"{GREETING}(?:kan|kunne|skal|can|could|shall|la|lat|let|må)\b")


def find_need_end(text: str, at: int) -> int:
    """Return where "we need" ends in a text in lower case; `at` without one."""
    match = _NEEDED.match(text, at)
    return match.end() if match else at


#: a question behind the order: "Kan du ordne?", "passer det?"
_CLOSING = re.compile(
    r"[.!,;)] (?:(?:kan|kunne|vil|can|could|would|will) (?:du|dere|de|you) (?:ordne|ordna|fikse|fiksa|arrange"
    r"|sort|set it"
    r"|fix)|(?:passer|passar|funker|går|er) det|does (?:that|it) (?:work|suit)|is that ok|ok|okay"
    r"|greit)\b[^.?!]{0,30}\?$"
)
_SENTENCE_END = re.compile(r"[.!?;] ")


def find_wish_end(text: str, at: int) -> int:
    """Return where the words of a later sentence end that only lead to the meeting: "vi skal ha"."""
    match = _WISHED.match(text, at) or _MADE.match(text, at) or _INVERTED.match(text, at)
    return match.end() if match else at


def count_edge_signs(text: str) -> int:
    """Return how many signs stand before the first letter or figure."""
    return next((n for n, sign in enumerate(text) if sign.isalnum()), len(text))


def is_made_first(said: str, first: int, kind: re.Pattern[str]) -> bool:
    """Return True if the line begins with a verb of making and a kind of meeting."""
    match = _MADE.match(said, first)
    return _NEW.match(said, first) is not None or (match is not None and _is_object(said[match.end() :], kind))


def is_meeting_up(text: str) -> bool:
    """Return True for a line in lower case that begins with "let's meet"."""
    return _MEETING_UP.match(text, count_edge_signs(text)) is not None


def is_ordered_thing(said: str, first: int) -> bool:
    """Return True if the line begins with a verb of making, whatever is made."""
    return _MADE.match(said, first) is not None


def is_wished_first(said: str, first: int, kind: re.Pattern[str]) -> bool:
    """Return True if the line begins with a wish to have a meeting."""
    if said.endswith("?") and not (
        _CLOSING.search(said)
        or _ASKED.match(said, first)
        or any(_MADE.match(said, sign.end()) for sign in _SENTENCE_END.finditer(said))
    ):
        return False
    if _MEETS.match(said, first):
        return True
    match = _WISHED.match(said, first)
    if match is None or _DONE.match(said, match.end()):
        return False
    rest = said[match.end() :]
    return _is_object(rest, kind) or any(_INFORMAL.match(word) for word in rest.split(" ")[:2])


def _is_object(rest: str, kind: re.Pattern[str]) -> bool:
    for word in rest.split()[:_OBJECT]:
        plain = word.strip(".,:;!?()")
        if plain in _OBJECT_ENDS:
            return False
        if kind.match(plain):
            return True
        if word[-1] in ".,:;!?":
            return False
    return False
