"""Recognise the words that order a meeting: greetings before them, verbs, wishes and the articles behind."""

from __future__ import annotations

import re

from handlers.language.late_patterns import compile_later
from handlers.language.order_openings import GREETING, POLITE
from handlers.language.order_verbs import ANNOUNCED, ARTICLE, MAKE, MUST, NOUN, THAT, WE, WISH

#: words before what the meeting is; the noun stays, since "møte om nett" is a title
_ORDER = compile_later(
    rf"(?:{NOUN} (?:ny(?:tt|e)?|new)\b|(?:{POLITE}{MAKE}{THAT}|{GREETING}{WISH})[,:]?\s+{ARTICLE}(?=\S)"
    rf"|(?:ny(?:tt?|e)?|new)\s+(?={NOUN}\b)|(?:haste(?:møte)?innkalling|(?:dette |det |this )?"
    r"(?:haster|hastar|is urgent)|urgent|viktig|important|melding|beskjed|til (?:alle|info)|to all|fyi)"
    r"(?:\s*[:!]+|\s+-)\s+|(?:meet|møtes|møtast|snakkes|snakkast)\s+(?=(?:re|about|om|ang|vedr|with|med)\b)"
    rf"|{ANNOUNCED}(?:\s*:|\s+-|\s+(?:til|to|om|for))\s+{ARTICLE}|{GREETING}(?:jeg |eg |i )?"
    r"(?:ønsker|ønskjer|ynskjer|vil (?:gjerne )?ha|want|trenger|treng|need|husk|hugs|remember"
    rf"|reminder)\s+{ARTICLE}|{GREETING}(?:(?:hva|kva) (?:med|om) (?:å (?:ta|ha) |at vi tar |at me tek )?"
    rf"|(?:what|how) about (?:doing |having |taking )?){ARTICLE}(?=\S))"
)
_WISHED = compile_later(rf"{GREETING}{WISH}\s+{ARTICLE}")
_MADE = compile_later(rf"{POLITE}{MAKE}{THAT}\s+{ARTICLE}")
#: a need, which a meeting answers whatever its time
_NEEDED = compile_later(
    rf"{GREETING}(?:(?:treng|trenger|ønsker|ønskjer|ynskjer|need|want|vil(?: gjerne)?"
    rf"(?= ha)|skulle gjerne(?= h))|{WE}(?: (?:må|bør|lyt|treng|trenger|ønsker|ønskjer|ynskjer|need|want|should"
    r"|must)|(?: would|'d) like| (?:skulle|vil|ville) gjerne))(?: (?:snart|snarest|derfor|difor|også|og))?"
    r"(?: (?:å|to))?(?: (?:ha|hatt|have|hold(?:e)?|ta|take|få(?: til)?))?\s+(?=\S)"
)
#: "vi møtes", where a place or a time follows
_MEETS = compile_later(
    rf"{GREETING}(?:{WE} (?:har|have) (?:snakka|snakket|prata|pratet|avtalt|avtala|blitt enige|vorte samde"
    r"|talked|spoken|agreed)(?: (?:om|about))? (?:å|to|at (?:vi|me) (?:skal|må))? ?"
    rf"(?:møtes|møtast|meet(?:ing)?)|{MUST} "
    rf"(?:møtes|møtast|møtest|snakke|snakkast|prate|meet|talk)|{WE} "
    rf"(?:{MUST} (?:snakke|prate|talk|diskutere|drøfte|drøfta|discuss)"
    rf"|inviterer|inviterar|invite)\b.*|(?:vi|me|we)(?: (?:{MUST}|will|can|kan))? "
    r"(?:møtes|møtest|møtast|meet)|we'll meet|(?:let'?s|la oss|lat oss|(?:can|could|shall) we|(?:kan|skal) "
    r"(?:vi|me)) (?:meet|talk|get together|møtes|møtast|snakke|prate)) (?:up )?"
    r"(?:til|to|i|på|ved|in|at|on|om|hos|kl|med|with|about|re|ang|vedr|for|\d"
    r"|(?:neste|next|man|mån|tirs|tys|ons|tors|fre|mon|tues|wednes|thurs|satur|sun|tomorrow|today|early|late"
    r"|some|soon|one|snart|før|etter|en|ein))"
)
#: to meet at a time that follows needs no word for a meeting
_MEETING_UP = compile_later(
    rf"{GREETING}(?:let['’]?s|(?:vi|me|we) {MUST}) (?:meet(?: up)?|get together|møtes|møtast)\b"
)
#: verbs that call people together, whatever the occasion is called
_TOGETHER = compile_later(
    r"\b(?:together|sam(?:m?en|an)|saml[ea]|kall\w* .{0,60}inn|innkall\w*|call .{1,60} in|convene|get .{1,60} in for)\b"
)
_NEW = compile_later(rf"(?:(?:ny(?:tt?)?|new)\s+{NOUN}|{NOUN} (?:ny|new))\b")
#: what one meets for without a word that only meetings have
_INFORMAL = compile_later(
    r"(?:prat|runde|slot|time|halvtime|kvarter|hour|minutt(?:er|ar)?|min(?:ute)?s?|noe|noko|something|chat"
    r"|talk|catch-?up|word|room|rom|møterom|snakke|prate|talk|møtes|møtast|meet)$"
)
#: words behind which the object of the verb has ended
_OBJECT_ENDS = frozenset(
    ("om", "over", "for", "til", "på", "av", "fra", "frå", "med", "about", "of", "on", "from", "to")
)
_DONE = compile_later(r"(?:fått|booket|booka|avtalt|avtala|got|hatt|had|holdt|heldt|vært|vore|been)\b")
#: how many words of the object are looked at
_OBJECT = 4


def find_order_end(text: str) -> int:
    """Return where the words of ordering end in a text in lower case; 0 if there are none."""
    match = _ORDER.match(text, count_edge_signs(text))
    return match.end() if match else 0


#: behind a time: "på torsdag er det", "kl 9 tek me"
_INVERTED = compile_later(
    r"(?:skal (?:vi|me) (?:snakk|prat|diskuter|drøft)\w* om"
    r"|(?:tar|tek|har|held|holder|kjører|køyrer|skal|må|bør|vil|treng|trenger|ønsker|ønskjer) (?:vi|me|jeg|eg)"
    rf"(?: (?:gjerne|også|og))?(?: (?:ha|ta|få(?: til| tatt)?))?|(?:er|blir|vert) det)\s+{ARTICLE}"
)
_NEEDS_ONE = compile_later(
    rf"{GREETING}(?:treng|trenger|ønsker|ønskjer|ynskjer|need|want)\s+{ARTICLE}(?=(?:[\w-]+ )?[\w-]*"
    r"(?:møte|meeting|prat|samtale|call|workshop|samling|gjennomgang|gjennomgong)\b)"
)
_ASKED = compile_later(rf"{GREETING}(?:kan|kunne|skal|can|could|shall|la|lat|let|må|får (?:vi|me) til)\b")


def find_need_end(text: str, at: int) -> int:
    """Return where "we need" ends in a text in lower case; `at` without one."""
    match = _NEEDED.match(text, at)
    return match.end() if match else at


#: a question behind the order: "Kan du ordne?", "passer det?"
_CLOSING = compile_later(
    r"[.!,;)] (?:(?:kan|kunne|vil|can|could|would|will) (?:du|dere|de|you) "
    r"(?:ordne|ordna|fikse|fiksa|arrange|sort|set it|fix)|(?:passer|passar|funker|går|er) det|does "
    r"(?:that|it) (?:work|suit)|is that ok|ok|okay|greit)\b[^.?!]{0,30}\?$"
)
_SENTENCE_END = compile_later(r"[.!?;] ")


def find_wish_end(text: str, at: int) -> int:
    """Return where the words of a later sentence end that only lead to the meeting: "vi skal ha"."""
    match = _WISHED.match(text, at) or _MADE.match(text, at) or _INVERTED.match(text, at) or _NEEDS_ONE.match(text, at)
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


def is_gathering(said: str) -> bool:
    """Return True for a line in lower case that begins with calling people together: "get everyone together"."""
    match = _MADE.match(said, count_edge_signs(said))
    return match is not None and _TOGETHER.search(match.group()) is not None


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
