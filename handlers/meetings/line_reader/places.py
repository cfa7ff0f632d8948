"""Tell places from the words of a subject: rooms, houses and parks, and meetings that are held online."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import MEETING_WORD
from handlers.language.text_analysis import is_known_word
from handlers.meetings.line_reader import place_words as words_of

#: maximum number of words of a place behind "i" or "at"
_MOST = 6
ONLINE = words_of.ONLINE
_JOINS = frozenset(("og", "and"))
_OUTER = " \t\n,;:.!?-–—/|·•()[]"
_ANY_ROOM = ("møterom", "rom", "et rom", "room", "a room", "meeting room", "lokale")
_ROOM_FOR = compile_later(r"(?:et |eit |a )?(?:møte)?(?:rom|room) (?:til|for) (?:\d|oss|us|alle|all)")
_SIGNS = '.,()[]:;"«»“”'


def lower_words(words: Sequence[str]) -> list[str]:
    return [low for word in words if (low := word.casefold().strip(_SIGNS))]


def is_place_like(words: Sequence[str]) -> bool:
    """Return True if the words name a place by a noun, and no kind of meeting."""
    words = _leave_service(words)
    lowered = lower_words(words)
    if is_online(lowered):
        return True
    cased = [word.strip(_SIGNS) for word in words if word.strip(_SIGNS)]
    while len(lowered) > 1 and lowered[0] in words_of.AT:
        lowered, cased = lowered[1:], cased[1:]
    if (
        not lowered
        or len(lowered) > _MOST
        or lowered[0] in ("åpent", "ope", "open")
        or (len(lowered) > 1 and lowered[0] in _VISITS and lowered[1] in _OF_VISITORS)
        or (len(lowered) > 1 and lowered[-1] in words_of.COMPANY)
    ):
        return False
    if is_online(lowered) or " ".join(lowered) in words_of.HOMES:
        return True
    if _is_something_there(lowered):
        return False
    if _is_numbered(cased):
        return True
    if any(MEETING_WORD.match(word) for word in lowered if not _is_place_noun(word) and word not in words_of.MODIFIERS):
        return False
    if _is_place_phrase(cased):
        return True
    if not set(lowered).isdisjoint(words_of.ABOUT):
        return False
    return _is_place_noun(lowered[-1]) or words_of.ROOM.match(lowered[0]) is not None


def _leave_service(words: Sequence[str]) -> Sequence[str]:
    """Return the words without a service that is joined to them: "rom Lofoten + Teams"."""
    lowered = [word.casefold().strip(_SIGNS) for word in words]
    at = len(words) - 2 - int(len(words) > 3 and lowered[-2] in words_of.USING)
    joined = at > 0 and lowered[at] in words_of.JOINING and is_online(lowered[-1:])
    return words[:at] if joined else words


def is_named_place(words: Sequence[str]) -> bool:
    """Return True for words that begin with the noun of a place: "kantina på Eksempel Industripark"."""
    return bool(words) and is_place_like(words) and (_is_place_noun(lower_words(words)[0]) or _is_place_phrase(words))


def _is_place_phrase(words: Sequence[str]) -> bool:
    """Return True for a noun of a place with its name or where it is: "rom Furua", "meeting room by the quay"."""
    lowered = lower_words(words)
    for n, word in enumerate(lowered[:3]):
        if _is_place_noun(word) or words_of.ROOM_NOUNS.match(word):
            after = words[n + 1 :]
            if not after or (n and lowered[n - 1] not in words_of.MODIFIERS and not words[n - 1][:1].isupper()):
                return False
            named = len(after) <= 3 and all(one[:1].isupper() or not one[:1].isalpha() for one in after)
            return named or (after[0].casefold() in words_of.OF_PLACE and len(after) > 1) or lowered[-1] in _OWN
        if word not in words_of.MODIFIERS and not words[n][:1].isupper():
            return False
    return False


def _is_something_there(lowered: Sequence[str]) -> bool:
    """Return True for a thing and where it is, which is a subject: "batteri i parken", "strøing på terminalen"."""
    at = next((n for n, word in enumerate(lowered) if n and word in words_of.AT), 0)
    head = lowered[at - 1] if at else ""
    if not at or lowered[0] in words_of.AT or any(word in words_of.MODIFIERS for word in lowered[:at]):
        return False
    placed = _is_place_noun(head) or words_of.SITE.match(head) or words_of.DEFINITE.match(head)
    numbered = len(lowered) > at + 2 and _is_numbered_place(lowered[-2], lowered[-1])
    thing = numbered or is_known_word(head) or words_of.ABSTRACT.match(head) or not _JOINS.isdisjoint(lowered[:at])
    return bool(thing) and not placed


#: "besøk fra skolen": who comes, and not where
_VISITS = ("besøk", "vitjing", "visit", "tour", "omvisning", "omvising")
_OF_VISITORS = ("fra", "frå", "from", "av", "by", "for", "med", "with")
_PEOPLE = ("meg", "deg", "oss", "dei", "dem", "dere", "dykk", "dokker", "me", "us", "you", "them")
_OWN = ("mitt", "ditt", "vårt", "min", "vår", "hans", "hennes")


def _is_numbered(words: Sequence[str]) -> bool:
    """Return True for "sal 2" and "Eksempelbygget sal 2"; words before that are no names belong to a subject."""
    lowered = lower_words(words)
    if len(lowered) < 2 or len(words) != len(lowered) or not _is_numbered_place(lowered[-2], lowered[-1]):
        return False
    head = list(zip(words, lowered, strict=True))[:-2]
    return all(
        (word[:1].isupper() and not MEETING_WORD.match(low))
        or _is_place_noun(low)
        or low in words_of.AT | words_of.MODIFIERS
        or low.isdigit()
        for word, low in head
    )


def is_online(words: Sequence[str]) -> bool:
    """Return True for the name of a service, or "online"."""
    said = " ".join(words).casefold().strip(".,()")
    said = said.removeprefix("microsoft ").removeprefix("ms ").removesuffix(" meeting")
    return said in ONLINE or said in ("google meet", "på nett", "slack huddle")


def begins_with_preposition(words: Sequence[str]) -> bool:
    """Return True for words behind a time that a preposition makes a place: "in the tent", "bak lageret"."""
    lowered = lower_words(words)
    if len(lowered) < 2 or len(lowered) > 2 * _MOST or lowered[0] not in words_of.AT | {"by"}:
        return False
    at = 1
    while at < len(lowered) - 1 and lowered[at] in words_of.AT | {"by"}:
        at += 1
    rest, first = lowered[at:], words[at]
    if (rest[0] in words_of.NO_PLACE and lowered[0] not in ("hos", "hjå")) or (
        MEETING_WORD.match(rest[0]) and not is_place_like(words[at:])
    ):
        return False
    if lowered[at - 1] == "on" and rest[0] in words_of.ARTICLES:
        return is_place_like(words[at:]) or words_of.SITE.match(rest[-1]) is not None
    if lowered[at - 1] in ("on", "by", "på") and not first[:1].isupper():
        return (
            rest[0] in words_of.ARTICLES
            or is_place_like(words[at:])
            or _is_place_noun(rest[-1])
            or words_of.DEFINITE.match(rest[0]) is not None
        )
    return True


def names_place_after_time(words: Sequence[str]) -> bool:
    """Return True for a name or a site behind a time, without a kind of meeting."""
    lowered = lower_words(words)
    if not lowered or any(MEETING_WORD.match(word) for word in lowered):
        return False
    if begins_with_preposition(words):
        return True
    if is_place_name(lowered):
        return True
    return words[0][:1].isupper() or (
        words_of.SITE.match(lowered[-1]) is not None and set(lowered).isdisjoint(words_of.ABOUT)
    )


def is_known_to_both(words: Sequence[str]) -> bool:
    """Return True for a definite noun, as places are named behind a time: "aulaen", "aulaen på skulen"."""
    lowered = lower_words(words)
    if not lowered or any(MEETING_WORD.match(word) for word in lowered) or words_of.ABSTRACT.match(lowered[0]):
        return False
    if words_of.DEFINITE.match(lowered[0]) is None and words_of.SITE.match(lowered[-1]) is None:
        return False
    if _is_something_there(lowered):
        return False
    if _is_numbered(words[1:]):
        return True
    return len(lowered) == 1 or lowered[1] in words_of.OF_PLACE or words_of.SITE.match(lowered[-1]) is not None


def is_subject(words: Sequence[str], *, joined: bool) -> bool:
    """Return True for words that stand apart and say what a meeting is about: "plan for 2027", "øvelse 2027".

    `joined`: a dash and no time stands before them.
    """
    lowered = lower_words(words)
    if not lowered or is_place_like(words) or words_of.INSTITUTION.match(lowered[0]):
        return False
    if words_of.YEAR.match(lowered[-1]) or not set(lowered[1:]).isdisjoint(words_of.ABOUT):
        return True
    return joined and words[0][:1].islower() and lowered[0] not in words_of.AT and not names_place_after_time(words)


def is_place_name(lowered: Sequence[str]) -> bool:
    """Return True for the name of a place in lower case, which no lexicon has."""
    return len(lowered) == 1 and words_of.PLACE_NAME.match(lowered[0]) is not None and not is_known_word(lowered[0])


def _is_numbered_place(noun: str, number: str) -> bool:
    if words_of.YEAR.match(number) and noun in words_of.YEARLY:
        return False
    return words_of.NUMBER.match(number) is not None and words_of.NUMBERED.match(noun) is not None


def _is_place_noun(word: str) -> bool:
    return words_of.ROOM.match(word) is not None or words_of.HOUSE.match(word) is not None


def is_room(words: Sequence[str]) -> bool:
    lowered = lower_words(words)
    numbered = len(lowered) > 1 and words_of.NUMBERED.match(lowered[-2]) is not None
    return numbered or any(words_of.ROOM.match(word) or words_of.VENUE.match(word) for word in lowered)


def is_somewhere(words: list[str]) -> bool:
    """Return False for a room that has no name: "jeg trenger et møterom"."""
    said = " ".join(words).casefold().strip(_OUTER)
    return any(word.strip(_OUTER) for word in words) and said not in _ANY_ROOM and _ROOM_FOR.match(said) is None


def is_host(words: Sequence[str]) -> bool:
    """Return True for "hos oss", which says less than the room behind it."""
    lowered = lower_words(words)
    return len(lowered) == 2 and lowered[0] in ("hos", "hjå") and lowered[1] in _PEOPLE


def strip_preposition(words: Sequence[str]) -> list[str]:
    found = list(words)
    if len(found) == 2 and found[1].casefold().strip(_SIGNS) in _PEOPLE:
        return found
    if len(found) > 3 and found[0].casefold() in ("hos", "hjå") and found[1].casefold() in _PEOPLE:
        found = found[1:]
    if len(found) > 2 and found[0].casefold() in _PEOPLE and found[1].casefold() in words_of.AT:
        found = found[2:]  # "hos oss i Prøvedal"
    if len(found) > 1 and found[0].casefold() in ("fra", "frå", "from"):
        found = found[1:]
    while len(found) > 1 and found[0].casefold() in words_of.AT and found[1].casefold() != "nett":
        if found[0].casefold() in words_of.ADVERBS and found[1].casefold() in ("ved", "v/", "by", "under"):
            break
        found = found[1:]
        while len(found) > 1 and found[0].casefold() in ("the", "a"):
            found = found[1:]
    return found
