"""Parse the verbs members write, in bokmål, nynorsk, English and ASCII.

A text that starts with no verb is a question, or a few bare words that are looked up.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers.chat.change_orders import begins_with_order_to_change
from handlers.chat.new_record_orders import NEW, find_ordered_record
from handlers.chat.typed_labels import find_label_actions
from handlers.language.bot_question_patterns import classify_bot_question
from handlers.language.bot_request_model import declines_meeting, guess_bot_request
from handlers.language.deadline_orders import read_deadline_order
from handlers.language.flow_model import may_state_flow
from handlers.language.flow_questions import read_flow_question
from handlers.language.meeting_kinds import names_meeting
from handlers.language.meeting_order_model import CERTAIN, POSSIBLE, guess_meeting_order
from handlers.language.meeting_words import begins_with_order, may_be_timed, may_mean_meeting
from handlers.language.reminder_orders import begins_with_reminder, opens_with_reminder_order, reminds_others
from handlers.language.smalltalk import is_bare_line
from handlers.language.statement_words import tells_deed

#: name of the verb -> its words, as `fold_word` returns them
WORDS = {
    "ask": ("spor", "ask"),
    "find": ("finn", "sok", "find", "search"),
    "solution": ("losning", "loysing", "loysingar", "losningar", "losninger", "solution", "solutions"),
    "meeting": ("mote", "moter", "meeting", "meetings"),
    "issue": ("sak", "saker", "issue", "issues"),
    "consultation": ("horing", "horinger", "hoyring", "hoyringar", "consultation", "consultations"),
    "input": ("innspill", "innspel", "input"),
    "exchange": ("bytte", "byte", "exchange"),
    "who": ("hvem", "kven", "who"),
    "topics": ("tema", "temaer", "topic", "topics"),
    "me": ("meg", "me"),
    "notifications": ("varsler", "varsel", "notifications"),
    "quiet": ("stille", "quiet", "mute"),
    "data": ("mine", "my"),
    "erase": ("slett", "delete"),
    "admin": ("admin",),
    "setup": ("oppsett", "setup"),
    "web": ("web", "nettside"),
    "year": ("aret", "year"),
    "home": ("hjem", "heim", "home"),
    "help": ("hjelp", "help"),
}
_VERB = {word: name for name, words in WORDS.items() for word in words}
#: The words of each language as people spell them: a guess is in the reader's own.
SPELLINGS = {
    "nb": (
        "spør", "finn", "søk", "løsning", "løsninger", "møte", "møter", "sak", "saker", "høring", "høringer",
        "innspill", "bytte", "hvem", "tema", "temaer", "meg", "varsler", "varsel", "stille", "mine", "slett", "admin",
        "oppsett", "web", "året", "hjem", "hjelp",
    ),
    "nn": (
        "spør", "finn", "søk", "løysing", "løysingar", "møte", "møter", "sak", "saker", "høyring", "høyringar",
        "innspel", "byte", "kven", "tema", "meg", "varsel", "stille", "mine", "slett", "admin", "oppsett", "web",
        "året", "heim", "hjelp",
    ),
    "en": (
        "ask", "find", "search", "solution", "solutions", "meeting", "meetings", "issue", "issues", "consultation",
        "consultations", "input", "exchange", "who", "topic", "topics", "me", "notifications", "quiet", "mute", "my",
        "delete", "admin", "setup", "web", "year", "home", "help",
    ),
}  # fmt: skip
#: What may follow these verbs. Otherwise the line is a question ("Hjelp, pumpa står", "Me er 25 tilsette").
#: what follows "hjelp" where all of it is meant
ALL = ("alt", "alle", "all", "everything")
_HOURS = ("pause", "stille", "quiet", "mute", "varsler", "varsel", "notifications", "timer", "timar", "hours")
_SOURCE = ("kilde", "kjelde", "kilder", "kjelder", "source", "sources")
#: what follows "bytte": something to spare or needed, the matches that wait, streams, a table, the map, plots, a site
OFFER, NEED = ("tilby", "offer"), ("trenger", "treng", "need")
MATCHES = ("treff", "matches")
STREAM = ("flyt", "flyter", "flytar", "stream", "streams")
MAP = ("kart", "map")
#: what the secretariat alone looks at
MEASURES = ("maltall", "maltal", "measures")
IMPORT = ("import", "importer", "importere")
#: those of these that say alone what is meant: "treff", "kart", "tilby"
_ALONE = frozenset(OFFER + NEED + MATCHES + STREAM + MAP)
PLOT = ("tomt", "tomter", "plot", "plots")
INQUIRY = ("foresporsel", "foresporsler", "forespurnad", "foresporjing", "henvendelse", "inquiry", "enquiry")
INVESTOR_SHEET = ("ark", "investorark", "profil", "parkprofil", "sheet", "profile")
#: what follows these where somebody looks for one: "tomt over 100 da med kai"
_PLOT_WISHES = ("over", "under", "minst", "med", "with", "above", "below")
#: What follows "innspill" where the secretariat asks who has done something: "innspill har noen byttet til damp?".
#: As `fold_word` returns them.
ADOPTION = ("har non", "har nokon", "has anyone", "has anybody", "have any")
SITE = ("sted", "steder", "stad", "stader", "site", "sites")
_LINK, _SWITCH, _TO = ("koble", "kople", "link"), ("bytt", "byt", "switch"), ("til", "to")
FOLLOW = ("folg", "folge", "folgje", "follow")
#: verbs of two words, and what they are
TWO_WORD_VERBS = ("data", "erase")
_TWO_WORDS = frozenset(f"{word} {after}" for word in WORDS["data"] for after in ("data", "dataene")) | frozenset(
    f"{word} {after}" for word in WORDS["erase"] for after in WORDS["me"]
)


def _names_site(rest: list[str]) -> bool:
    """Return True for "bytte sted", and for "bytte sted nytt Nordverket"."""
    return rest[0] in SITE and rest[1:2] in ([], *([word] for word in NEW))


def _seeks_plot(first: str, rest: str) -> bool:
    """Return True for "tomt over 100 da med kai", which asks nobody."""
    words = [fold_word(word) for word in rest.split()]
    return fold_word(first) in PLOT and bool(words) and words[0] in _PLOT_WISHES and not rest.endswith("?")


def asks_adoption(rest: str) -> bool:
    """Return True for "har noen gjort dette?", which after "innspill" begins a round."""
    return " ".join(fold_word(word) for word in rest.split()[:2]) in ADOPTION


def _seeks_time(rest: list[str]) -> bool:
    """Return True for "finn en time til vernerunde", which orders a meeting."""
    at = next((n for n, word in enumerate(rest[:2]) if word in ("tid", "time", "tidspunkt")), len(rest))
    return rest[at + 1 : at + 2] in (["til"], ["for"])


#: what follows "who" where it asks who does something, as `fold_word` returns it: "hvem trenger varme"
_WHO_DOES = (
    "har", "kan", "er", "som", "vil", "bruker", "brukar", "trenger", "treng", "tilbyr", "tilbyd", "selger", "sel",
    "leverer", "leverar", "kjoper", "onsker", "ynskjer", "driver", "driv", "kommer", "kjem", "ser", "venter", "ventar",
    "svarer", "svarar", "overtar", "overtek", "tar", "tek", "gjor", "gjer", "mangler", "manglar",
    "skal", "skulle", "has", "can", "is", "needs", "offers", "sells", "supplies", "buys", "runs", "made", "comes",
    "sees", "wants", "waits", "takes", "dos", "else",
)  # fmt: skip
_ACCEPTS: dict[str, Callable[[list[str]], bool]] = {
    "find": lambda rest: not _seeks_time(rest) and not (rest[0] == "it" and len(rest) > 1),  # "find it hard to ..."
    # "løsning vi byttet filter" tells a solution. "løsning på støv" is looked up.
    "solution": lambda rest: len(rest) == 1 or rest[0] in NEW or tells_deed(rest),
    "meeting": lambda rest: rest[0] in NEW,
    # Commands are "sak S-7", "sak nett", "sak arkiv". A question is "sak om nett".
    "issue": lambda rest: rest[0] in NEW or len(rest) == 1,
    # Commands are "innspill R-3", "innspill ordninger". A question is "innspill til høringen om nett".
    "input": lambda rest: rest[0] in NEW or len(rest) == 1,
    # Commands are "høring H-3", "høring nett", "høring arkiv". A question is "høring om nettleie".
    "consultation": lambda rest: rest[0] in NEW or len(rest) == 1 or (rest[0] in _SOURCE and len(rest) == 2),
    # Commands are "bytte sted", "bytte sted nytt". A question is "bytte av trafo".
    "exchange": lambda rest: (
        rest[0] in OFFER + NEED + IMPORT + STREAM + PLOT
        or " ".join(rest) in MATCHES + MAP + MEASURES
        or _names_site(rest)
    ),
    # "hvem nett" asks for a contact. "hvem har prøvd ...?" is a question to the network.
    "who": lambda rest: len(rest) <= 3 and rest[0] not in _WHO_DOES,
    "topics": lambda rest: rest[0] in (*FOLLOW, "slutt", "unfollow"),
    "me": lambda rest: len(rest) <= 2 or rest[0] in (*_HOURS, *_LINK) or (rest[0] in _SWITCH and rest[1] in _TO),
    # "stille til fredag" is a command. "Stille krav til leverandører" is a question.
    "notifications": lambda rest: rest[0] in ("fra", "from") or rest[0][:1].isdigit(),
    "quiet": lambda rest: rest[0] in ("til", "until", "fra", "from", "av", "off") or rest[0][:1].isdigit(),
    "setup": lambda rest: False,
    "data": lambda rest: rest in (["data"], ["dataene"]),
    "erase": lambda rest: rest in (["meg"], ["me"]),
    "web": lambda rest: False,
    "year": lambda rest: len(rest) == 1 and rest[0].isdecimal(),
    "home": lambda rest: False,
    # "hjelp møte" asks for help about a verb. "Hjelp pumpa" is looked up.
    "help": lambda rest: (len(rest) == 1 and (rest[0] in _VERB or rest[0] in ALL)) or " ".join(rest) in _TWO_WORDS,
}


def fold_word(word: str) -> str:
    """Return the word in lower case with one spelling of Norwegian letters: "Spør", "spoer" and "spor" are one."""
    word = word.casefold().strip(".,:;!?")
    for letters, plain in (("å", "a"), ("aa", "a"), ("ø", "o"), ("oe", "o"), ("æ", "ae")):
        word = word.replace(letters, plain)
    return word


def find_begun_solution(rest: str) -> str | None:
    """Return what a new solution begins with after its verb; None where one is looked up."""
    words, typed = rest.split(), rest.split(None, 1)[1:]
    if words and fold_word(words[0]) in NEW:
        return "".join(typed).strip()
    return rest if len(words) > 1 and tells_deed([fold_word(word) for word in words]) else None


def parse_command(text: str, *, seeks: bool = True) -> tuple[str, str]:
    """Return the verb's name and the rest of the line.

    Without a verb return the whole text. What is "asked" the bot can answer itself, and "timed" may be a meeting to
    set up. A line is "stated" if it offers or needs something, "lookup" if it is a few bare words, else "". It is
    "sought" if it asks who has or needs something, unless that is not looked for (`seeks`).
    """
    text = text.strip()
    name, rest = _parse_first_verb(text)
    if name:  # "Ask a question" is the label of a button, and asks nothing
        return ("lookup", text) if rest and name not in TWO_WORD_VERBS and find_label_actions(text) else (name, rest)
    typed = [] if "?" in text else text.split()
    ordered, about = find_ordered_record(typed, [fold_word(word) for word in typed])
    if ordered == "solution" and about:
        about = text.partition(":")[2].strip()  # with its paragraphs
    if ordered:
        return ordered, f"{NEW[0]} {about}".rstrip()
    if begins_with_order(text):
        return "meeting", f"new {text}"
    return "sought" if seeks and read_flow_question(text) is not None else _classify_without_verb(text), text


def _classify_without_verb(text: str) -> str:
    if find_label_actions(text):
        return "lookup"
    if classify_bot_question(text)[0] or read_deadline_order(text) is not None:
        return "asked"
    if opens_with_reminder_order(text) and guess_bot_request(text) == "reminding":
        return "asked"
    ordered = guess_meeting_order(text)
    if ordered >= CERTAIN:
        return "timed"
    if declines_meeting(text):
        return "asked"
    if may_state_flow(text):
        return "stated"
    bare = is_bare_line(text)
    if may_be_timed(text) and (names_meeting(text) or not bare):
        return "timed"
    if bare:
        return "lookup"
    if ordered >= POSSIBLE or may_mean_meeting(text):
        return "timed"
    to_bot = guess_bot_request(text) or begins_with_order_to_change(text) or begins_with_reminder(text)
    return "asked" if to_bot or reminds_others(text) else ""


def _parse_first_verb(text: str) -> tuple[str, str]:
    """Split off the verb that the first word means. "Agenda?" alone is as good as "agenda"."""
    if len(text.split()) == 1:
        text = text.rstrip("?") or text
    first, _, rest = text.partition(" ") if " " in text.split("\n", 1)[0] else _split_first_line(text)
    name = _VERB.get(fold_word(first), "")
    rest = rest.strip()
    if _seeks_plot(first, rest) or (not rest and fold_word(first) in _ALONE):
        return "exchange", text
    if name == "input" and asks_adoption(rest):
        return name, rest
    if not name or first.endswith(("?", ",")):
        return "", text
    accepts = _ACCEPTS.get(name)
    if rest and accepts is not None and (rest.endswith("?") or not accepts([fold_word(word) for word in rest.split()])):
        return "", text
    return name, rest


def _split_first_line(text: str) -> tuple[str, str, str]:
    first, line, rest = text.partition("\n")
    return first, line, rest
