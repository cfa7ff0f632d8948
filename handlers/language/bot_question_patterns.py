"""Recognise questions that the bot answers itself: meeting dates, minutes, contacts of a topic and more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.language.lexicon import load_wordlist
from handlers.language.meeting_kinds import names_meeting
from handlers.language.meeting_words import changes_meeting
from handlers.language.text_analysis import split_tokens

#: file with the word lists of this module
FILE = "smalltalk.txt"
#: maximum number of words; longer texts are questions to the network
MOST = 14
#: maximum number of words of a topic's or an organisation's name
LONGEST_NAME = 6
#: words allowed beside those that name the request
WORDS = load_wordlist("asked_words", FILE)
MINE = load_wordlist("asked_mine", FILE)
#: words of a day or a time, which may stand in a question about a meeting, as figures may
TIMES = load_wordlist("asked_times", FILE)
_FIGURE = re.compile(r"\d{1,4}(?:st|nd|rd|th)?")


@dataclass(frozen=True)
class BotQuestionKind:
    """Match a text by one of these words and one of each other set; any foreign word rules it out."""

    name: str
    words: frozenset[str]
    also: tuple[frozenset[str], ...] = ()
    #: True if a day or a time may stand beside them
    timed: bool = False

    def matches_words(self, found: frozenset[str], *, asked: bool) -> bool:
        """Return True if the words are of this kind. `asked`: with a question mark."""
        if self.timed and (asked or self.also):
            found = frozenset(word for word in found if not is_time_word(word))
        sets = (self.words, *self.also)
        return found <= WORDS.union(*sets, MEETINGS) and all(not found.isdisjoint(each) for each in sets)


MEETINGS = load_wordlist("asked_meeting", FILE)
SIGNED = load_wordlist("asked_sign_with", FILE) | load_wordlist("asked_signing", FILE)
CHANGE = load_wordlist("asked_change", FILE)
#: the meetings of a week
_LISTED = re.compile(
    r"(?:møter|møtene|møta|meetings) (?:(?:i|in|neste|next|denne|this) )?(?:uk[ae]|vek[ae]|week)(?: \d{1,2})?"
)
#: "hva skjer neste uke" asks for what is in the calendar; "hva skjer" alone says hello
_HAPPENING = re.compile(
    r"(?:(?:hva|kva|ka|what) (?:skjer|hender|happens|is happening|s happening|is on|s on)(?: det)?"
    r"|(?:er det|is there) (?:noe|noko|anything) (?:som skjer|on))"
    r" (?:i dag|i morg[eo]n|(?:denne|neste|i|til) (?:uk[ae]|vek[ae]|måneden|månaden)|fr[ae]mover"
    r"|today|tomorrow|(?:this|next) (?:week|month))"
)
#: a meeting and a day without a question mark, as a new one is noted
_NOTED = re.compile(r"(?:møte|meeting) (?:i (?:over)?morg[eo]n|tomorrow)")
#: The first kind that matches is used: "the agenda of the next meeting" asks for the agenda.
KINDS = (
    BotQuestionKind("signing", load_wordlist("asked_signing", FILE)),
    BotQuestionKind(
        "signing", load_wordlist("asked_sign", FILE), (load_wordlist("asked_sign_with", FILE),), timed=True
    ),
    BotQuestionKind("meeting", load_wordlist("asked_moving", FILE), (MEETINGS,), timed=True),
    BotQuestionKind("meeting", load_wordlist("asked_showing", FILE), (MEETINGS,), timed=True),
    BotQuestionKind("minutes", load_wordlist("asked_minutes", FILE)),
    BotQuestionKind("agenda", load_wordlist("asked_agenda", FILE)),
    BotQuestionKind("language", load_wordlist("asked_language", FILE), (CHANGE,)),
    BotQuestionKind("notices", load_wordlist("asked_notices", FILE), (CHANGE,)),
    BotQuestionKind("questions", load_wordlist("asked_questions", FILE), (MINE - {"jeg", "eg", "æ", "i"},)),
    BotQuestionKind("actions", load_wordlist("asked_actions", FILE), (MINE,)),
    BotQuestionKind("data", load_wordlist("asked_data", FILE), (MINE - {"jeg", "eg", "æ", "i"},)),
    BotQuestionKind("meeting", MEETINGS, timed=True),
    BotQuestionKind("topics", load_wordlist("asked_topics", FILE), (load_wordlist("asked_topics_with", FILE),)),
)
#: matches "hvem er kontakt for nett", "who is in charge of the grid"
CONTACT = re.compile(
    r"^(?:hvem|kven|kem|who) (?:er |is |are |s )?(?:the |vår |våre |min |my |our )?"
    r"(?:(?:kontakt|ansvarl[ei]g|temaansvarl[ei]g)\w*|contacts?(?: person)?|responsible|in charge|(?:topic )?lead)"
    r"(?: (?:min|vår|mine|våre))?(?: (?:for|i|hos|of|at|in|på|til) (?:the )?(?P<of>.+))?$"
)
#: matches "hvem kan jeg spørre om nett"
WHOM = re.compile(
    r"^(?:hvem|kven|kem|who) (?:kan|skal|bør|må|can|should|do) (?:jeg|eg|æ|vi|me|man|i|we)"
    r" (?:spørre|spørje|kontakte|ringe|snakke med|ask|contact|call|talk to)"
    r"(?: (?:om|about|for|i|hos|at) (?:the )?(?P<of>.+))?$"
)
#: matches "meld meg av", "cancel my sign-up", "trekk påmeldinga mi"
SIGNING = re.compile(
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
    """Return what is asked of the bot ("meeting", "minutes", "who" ...), and for "who" of what; else ("", "")."""
    found = split_tokens(text[:200])
    if len(text) <= 200 and changes_meeting(" ".join(found)):
        return "signing" if SIGNING.match(" ".join(found)) else "meeting", ""
    if len(text) > 200 or not 1 < len(found) <= MOST:
        return "", ""
    said = " ".join(found)
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
