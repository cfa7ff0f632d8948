"""Recognise what is asked of the bot itself: meetings, minutes, contacts, one's own questions, settings and more."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.language.bot_phrases import find_bot_phrase
from handlers.language.late_patterns import compile_later
from handlers.language.lexicon import load_wordlist
from handlers.language.meeting_kinds import names_meeting
from handlers.language.meeting_words import changes_meeting
from handlers.language.reminder_orders import asks_own_reminders, orders_reminder
from handlers.language.text_analysis import split_tokens

#: file with the word lists of this module
FILE = "bot_questions.txt"
#: maximum number of words; longer texts are questions to the network
MOST_WORDS = 14
#: maximum number of words of a topic's or an organisation's name
LONGEST_NAME = 6
#: words allowed beside those that name the request
WORDS = load_wordlist("asked_words", FILE)
MINE = load_wordlist("asked_mine", FILE)
#: words of a day or a time, which may stand in a question about a meeting, as figures may
TIMES = load_wordlist("asked_times", FILE)
_FIGURE = compile_later(r"\d{1,4}(?:st|nd|rd|th)?")


@dataclass(frozen=True)
class BotQuestionKind:
    """Match a text by one word of each of these groups; any foreign word rules it out."""

    name: str
    groups: tuple[frozenset[str], ...]
    #: what may stand beside them, other than the words that may stand in any question
    beside: frozenset[str] = frozenset()
    #: True if a day or a time may stand beside them
    timed: bool = False

    def matches_words(self, found: frozenset[str], *, asked: bool) -> bool:
        """Return True if the words are of this kind. `asked`: with a question mark."""
        if any(map(found.isdisjoint, self.groups)):
            return False
        foreign = found.difference(WORDS, MEETINGS, self.beside, *self.groups)
        return not foreign or (self.timed and (asked or len(self.groups) > 1) and all(map(is_time_word, foreign)))


def _define_kind(name: str, *groups: str, beside: str = "", timed: bool = False) -> BotQuestionKind:
    """Return a kind by the names of its lists; several lists joined by "|" are one group."""
    sets = (frozenset().union(*(load_wordlist(f"asked_{one}", FILE) for one in group.split("|"))) for group in groups)
    return BotQuestionKind(
        name, tuple(sets), load_wordlist(f"asked_{beside}", FILE) if beside else frozenset(), timed=timed
    )


MEETINGS = load_wordlist("asked_meeting", FILE)
SHOWING = load_wordlist("asked_showing", FILE)
SIGNED = load_wordlist("asked_sign_with", FILE) | load_wordlist("asked_signing", FILE)
#: words of whoever does not come
UNABLE = load_wordlist("asked_unable", FILE)
#: the meetings of a week
_LISTED = compile_later(
    r"(?:møter|møtene|møta|meetings) (?:(?:i|in|neste|next|denne|this) )?(?:uk[ae]|vek[ae]|week)(?: \d{1,2})?"
)
#: "hva skjer neste uke" asks for what is in the calendar; "hva skjer" alone says hello
_HAPPENING = compile_later(
    r"(?:(?:hva|kva|ka|what) (?:skjer|hender|happens|is happening|s happening|is on|s on)(?: det)?"
    r"|(?:er det|is there) (?:noe|noko|anything) (?:som skjer|on))"
    r" (?:i dag|i morg[eo]n|(?:denne|neste|i|til) (?:uk[ae]|vek[ae]|måneden|månaden)|fr[ae]mover"
    r"|today|tomorrow|(?:this|next) (?:week|month))"
)
#: a meeting and a day without a question mark, as a new one is noted
_NOTED = compile_later(r"(?:møte|meeting) (?:i (?:over)?morg[eo]n|tomorrow)")
#: The first kind that matches is used: "the agenda of the next meeting" asks for the agenda.
KINDS = (
    _define_kind("signing", "signing"),
    _define_kind("signing", "sign", "sign_with", timed=True),
    _define_kind("signing", "unable", "attend", "speaker", beside="attend_with", timed=True),
    _define_kind("signing", "deputy", "deputy_with", "mine|us", beside="deputy_beside", timed=True),
    _define_kind("calendar", "calendar", "calendar_with"),
    _define_kind("meeting", "moving", "meeting", timed=True),
    _define_kind("meeting", "showing", "meeting", timed=True),
    _define_kind("minutes", "minutes"),
    _define_kind("minutes", "decided", "decided_with", timed=True),
    _define_kind("agenda", "agenda"),
    _define_kind("language", "language", "change|speak"),
    _define_kind("hours", "notices", "change|many|stop"),
    _define_kind("hours", "nagging", "stop|many"),
    _define_kind("hours", "absent", "speaker", beside="absent_with", timed=True),
    _define_kind("privacy", "anonymous", beside="anonymous_with"),
    _define_kind("privacy", "seeing", "writing", "people"),
    _define_kind("privacy", "safe", "safe_with"),
    _define_kind("privacy", "storing", "writing|data"),
    _define_kind("me", "leaving", "job", "mine|us"),
    _define_kind("me", "taking_over", "colleague", "mine|us"),
    _define_kind("me", "wrong", "profile", "mine"),
    _define_kind("me", "profile", "mine"),
    _define_kind("home", "own", "own_mine"),
    _define_kind("home", "own", "own_with", "own_mine"),
    _define_kind("home", "answered", "came"),
    _define_kind("actions", "actions", "mine"),
    _define_kind("data", "data", "own_mine"),
    _define_kind("consultation", "hearing", beside="hearing_with"),
    _define_kind("meeting", "meeting", timed=True),
    _define_kind("issue", "issue", "issue_with"),
    _define_kind("exchange", "listing", "listing_with"),
    _define_kind("topics", "topics", "topics_with"),
    _define_kind("who", "ring", "us"),
    _define_kind("help", "broken", "broken_not", "thing"),
)
#: matches "har dere noe om ammoniakk", "do you have anything on heat pumps"
LOOKED_UP = compile_later(
    r"^(?:(?:har|finnes|fins|finst|er) (?:du|de|dere|dykk|det|vi)|do (?:you|we) have|have you got|is there|show me"
    r"|(?:vis|gi|gje) meg|vis|show)"
    r" (?:noe|noko|noen|nokon|anything|something|info|informasjon|løsning\w*|løysing\w*|solutions?)"
    r" (?:om|about|on|for) (?P<of>.+)$"
)
#: matches "har noen spurt om støy før", which asks for what was said and not for who knows
ASKED_BEFORE = compile_later(
    r"^(?:har|have|has) (?:noen|nokon|andre|anyone|anybody|someone) (?:spurt|spurd|skrevet|skrive|meldt|asked|written)"
    r" (?:om|about) (?!(?:dette|det|this|it|that)\b)(?P<of>.+)"
    r" (?:før|tidligere|tidlegare|allerede|allereie|before|earlier|already)$"
)
#: the code of a record in a short line that asks nobody else: "hva handler S-1 om", "lukk spørsmål 12"
CODE = compile_later(r"(?i)(?<![\w-])(?:[A-ZÆØÅ]-\d{1,4}|#\d{1,5}|(?:spørsmål|question) \d{1,5})(?![\w-])")
MOST_WORDS_BESIDE_CODE = 8
#: what is said to a record: "innspill til H-1: fristen må være lengre", "S-2: vi støtter dette"
SAID_TO = compile_later(
    r"(?i)\W{0,3}(?:[^\W\d_]{1,20} ){0,3}(?P<code>(?:[A-ZÆØÅ]-\d{1,4}|#\d{1,5}))(?: fra oss| frå oss| from us)?:"
)
PEOPLE = load_wordlist("asked_others", FILE)
#: matches "hvem er kontakt for nett", "who is in charge of the grid"
CONTACT = compile_later(
    r"^(?:hvem|kven|kem|who) (?:er |is |are |s )?(?:the |vår |våre |min |my |our )?"
    r"(?:(?:kontakt|ansvarl[ei]g|temaansvarl[ei]g)\w*|contacts?(?: person)?|responsible|in charge|(?:topic )?lead)"
    r"(?: (?:min|vår|mine|våre))?(?: (?:for|i|hos|of|at|in|på|til) (?:the )?(?P<of>.+))?$"
)
#: matches "hvem kan jeg spørre om nett"
WHOM = compile_later(
    r"^(?:hvem|kven|kem|who) (?:kan|skal|bør|må|can|should|do) (?:jeg|eg|æ|vi|me|man|i|we)"
    r" (?:spørre|spørje|kontakte|ringe|snakke med|ask|contact|call|talk to)"
    r"(?: (?:om|about|for|i|hos|at) (?:the )?(?P<of>.+))?$"
)
#: matches "meld meg av", "cancel my sign-up", "trekk påmeldinga mi"
SIGNING = compile_later(
    r"^(?:(?:kan|kunne|can|could|would) (?:du|dere|de|you) |please |vennligst |eg vil |jeg vil |i want to )?"
    r"(?:(?:(?:av|på)? ?meld\w{0,2}|(?:un|de)?register|remove|sign|take) (?:meg|oss|me|us)\b"
    r"|(?:cancel|withdraw|remove|delete|stryk|trekk|trekke|avbestill|avlys|kanseller|slett|angre|revoke)\w{0,3}"
    r" (?:(?:my|our|min|mi|vår|the) )?"
    r"(?:sign[ -]?ups?|registrations?|bookings?|seats?|places?|rsvp|attendance|påmelding\w{0,3}|plass\w{0,3}|sete)\b)"
    r"(?P<rest>.*)$"
)


def is_time_word(word: str) -> bool:
    """Return True for a word of a day or a time, and for a figure."""
    return word in TIMES or _FIGURE.fullmatch(word) is not None


def classify_bot_question(text: str) -> tuple[str, str]:
    """Return what is asked of the bot ("meeting", "minutes" ...), and for some of what; else ("", "")."""
    if orders_reminder(text):
        return "reminding", ""
    if asks_own_reminders(text):
        return "reminders", ""
    addressed = SAID_TO.match(text) if "?" not in text else None
    if addressed is not None:
        return "record", addressed["code"]
    found = split_tokens(text[:200])
    if len(text) <= 200 and changes_meeting(" ".join(found)):
        return "signing" if SIGNING.match(" ".join(found)) else "meeting", ""
    if len(text) > 200 or not 1 < len(found) <= MOST_WORDS:
        return "", ""
    said = " ".join(found)
    codes = [] if CODE.fullmatch(text.strip(" .!?")) else CODE.findall(text)  # a code alone is looked up
    most = MOST_WORDS if CODE.match(text) else MOST_WORDS_BESIDE_CODE  # "H-1 affects us: we would lose ..."
    if len(codes) == 1 and len(text.split()) <= most and PEOPLE.isdisjoint(found):
        beside = (word for word in found if word not in codes[0].casefold().split())
        return "code" if WORDS.union(SHOWING).issuperset(beside) else "record", codes[0]
    known = LOOKED_UP.match(said) or ASKED_BEFORE.match(said)
    if known and len(known["of"].split()) <= LONGEST_NAME:
        return "find", known["of"]
    phrase = find_bot_phrase(said)
    if phrase[0]:
        return phrase
    who = CONTACT.match(said) or WHOM.match(said)
    if who and len((who["of"] or "").split()) <= LONGEST_NAME:
        return "who", who["of"] or ""
    signing = SIGNING.match(said)
    if signing and _is_of_meeting(signing["rest"]):
        return "signing", ""
    words = frozenset(found)
    asked = "?" in text
    if not asked and _NOTED.fullmatch(said):
        return "", ""
    if _LISTED.fullmatch(said) or _HAPPENING.fullmatch(said):
        return "meeting", ""
    return next((kind.name for kind in KINDS if kind.matches_words(words, asked=asked)), ""), ""


def _is_of_meeting(said: str) -> bool:
    """Return True if a meeting is named, or nothing but words of a request and a time."""
    if names_meeting(said):
        return True
    return all(word in WORDS | MINE | MEETINGS | SIGNED or is_time_word(word) for word in said.split())
