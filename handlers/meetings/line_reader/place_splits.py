"""Split a place or the name of a service off the words of a subject."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import GENERIC, MEETING_WORD
from handlers.meetings.line_reader import place_words as words_of
from handlers.meetings.line_reader.places import (
    begins_with_preposition,
    is_named_place,
    is_online,
    is_place_like,
    is_place_name,
    is_room,
    lower_words,
)

#: maximum number of words of a place behind "i" or "at"
_MOST = 7
_VISIT = compile_later(
    r"(?:befaring|synfaring|omvisning|omvising|inspeksjon|vernerunde|øvelse|øving|inspection|visit|tour|walk"
    r"|drill|exercise)$"
)
_FULL_NAMES = ("google meet", "ms teams", "microsoft teams")
_DOING = ("to go", "to discuss", "to talk", "to plan", "to review", "to look", "og går", "og tar", "og ser", "and walk")
#: words behind a place that go on about what the meeting is
_PURPOSE = (
    "om",
    "on",
    "about",
    "ang",
    "ang.",
    "angående",
    "vedr",
    "vedr.",
    "re",
    "re:",
    "regarding",
    "med",
    "with",
    "w/",
    "for",
    "til",
)
#: words behind a room that go on about the meeting: "lunsj i kantina for alle"
_GOES_ON = ("om", "about", "for", "med", "with", "m/", "w/")
_WITH = ("med", "with", "w/", "for", "m/", "w", "m", "og", "and")
_BUILDING = compile_later(r"(?:bygg|building|hall|fløy|wing|etasje|floor)$")
#: maximum number of words of the name of a site
_NAME = 3
_SITE_LAST = compile_later(
    r"(?<!\S)(?P<before>\S{1,60}) (?:i|in|at|på) (?P<name>[A-ZÆØÅ][a-zæøå-]{1,30}(?: (?:(?:i"
    r"|på) )?[A-ZÆØÅ][a-zæøå-]{1,30})?)$"
)
#: "Teams-møte", "zoom-call"
_BY_SERVICE = compile_later(r"(teams|zoom|skype|webex|whereby)-?(?=møte|meeting|call|webinar|prat|samtale)")


def split_off_place(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words without the place at their end, and the place: "driftsmøte i kantina"."""
    lowered = [word.casefold().strip(".,()") for word in words]
    subject = next((n for n, word in enumerate(lowered) if word in words_of.ABOUT), len(words))
    for n in range(max(1, len(words) - _MOST), len(words)):
        if lowered[n] not in words_of.AT:
            continue
        rest = list(words[n + 1 :])
        while len(rest) > 1 and (rest[0].casefold() in words_of.ARTICLES or rest[0].casefold() in words_of.AT):
            rest = rest[1:]
        about = subject < n
        if is_online(rest) and lowered[n] in ("i", "in") and words_of.LEARNING.match(lowered[n - 1]):
            continue
        if subject < n and rest and rest[0].casefold() in ("messa", "messe", "messen"):
            continue  # a fair
        if lowered[n] == "på" and words_of.SPEAKING.match(lowered[n - 1]):
            continue
        host = lowered[n] in ("hos", "hjå") and bool(rest)
        named = (n == 1 and _names_town(words)) or (
            not about and ((is_place_name(lower_words(rest)) and words[-1][:1].isupper()) or _names_site(words, n))
        )
        if rest and (host or named or (is_place_like(rest) and (not about or _is_indoors(rest)))):
            return list(words[:n]), rest
    return _split_off_middle(words, lowered) if subject > 1 else (list(words), [])


def _is_indoors(words: Sequence[str]) -> bool:
    """Return True for a room, which no subject is about as it is about "kai 1"."""
    lowered = lower_words(words)
    return is_room(words) and not any(words_of.SITE.match(word) or _BUILDING.match(word) for word in lowered)


def ends_in_room(words: Sequence[str]) -> bool:
    """Return True for a room right behind a kind of meeting: "morgenmøte vaktrommet", "styremøte nr 6 Peisestua"."""
    lowered = lower_words(words)
    if len(lowered) > 2 and lowered[-2].isdigit():
        kind = lowered[-4:-3] if lowered[-3] in ("nr", "no", "nummer") else lowered[-3:-2]
        return bool(kind) and MEETING_WORD.match(kind[0]) is not None and is_named_place(words[-1:])
    met = len(lowered) > 1 and any(kind.match(lowered[-2]) for kind in (MEETING_WORD, words_of.BODY))
    return met and lowered[-1] not in ("room", "office") and words_of.ROOM.match(lowered[-1]) is not None


def _names_town(words: Sequence[str]) -> bool:
    """Return True for "møte i Skien": a name in which one meets, and none of who meets."""
    name = words[2:]
    if len(name) != 1 or GENERIC.match(words[0].casefold()) is None or words[1].casefold() not in ("i", "in"):
        return False
    return name[0].istitle() and name[0].isalpha() and words_of.MEETING_BODY.match(name[0].casefold()) is None


def _names_site(words: Sequence[str], n: int) -> bool:
    """Return True for "lunch with the tenants at Elvenes"."""
    name = [word.strip(".,()") for word in words[n + 1 :]]
    if not 0 < len(name) <= _NAME or not all(word.istitle() and word.isalpha() for word in name):
        return False
    return words[n].casefold() == "at"


def split_off_last_site(words: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Return the words without the name of a town at their end, and that name: "workshop om energi i Mo i Rana"."""
    found = _SITE_LAST.search(" ".join(words))
    if found is None or words_of.LEARNING.match(found["before"].casefold()):
        return list(words), []
    if words_of.MEETING_BODY.match(found["name"].casefold()) or found["name"].casefold() in words_of.ONLINE:
        return list(words), []
    return " ".join(words)[: found.end("before")].split(), [found["name"].split()]


def _split_off_middle(words: Sequence[str], lowered: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split a room off that stands before the subject: "samling i amfiet om vaktplaner"."""
    at = next((n for n, word in enumerate(lowered) if n and word in words_of.AT), len(words))
    about = next((n for n, word in enumerate(lowered) if n > at + 1 and word in _GOES_ON), len(words))
    room = list(words[at + 1 : about])
    if about < len(words) and is_place_like(room) and words_of.ABOUT.isdisjoint(lowered[:at]):
        return [*words[:at], *words[about:]], room
    return list(words), []


def split_off_visited(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words without the place that is visited, and the place: "synfaring på anlegget med naboane"."""
    lowered = [word.casefold().strip(".,()") for word in words]
    kind = next((n for n, word in enumerate(lowered[:3]) if _VISIT.search(word)), -1)
    at = kind + 1
    if kind < 0 or len(words) < at + 2 or lowered[at] not in words_of.AT - {"hos", "hjå"}:
        return list(words), []
    last = next((n for n, word in enumerate(lowered) if n > at + 1 and word in _WITH), len(words))
    return [*words[:at], *words[last:]], list(words[at + 1 : last])


def _is_purpose(lowered: Sequence[str], n: int) -> bool:
    """Return True for "to go over invoices" and "og går rundt" behind a place."""
    return " ".join(lowered[n : n + 2]) in _DOING


def split_at_purpose(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the place at the beginning and what is met for there: "i 2. etasje om adgangskort"."""
    lowered = [word.casefold().strip(",()") for word in words]
    first = 1 if words_of.ROOM.match(lowered[0]) and not words_of.HOUSE.match(lowered[0]) else 2
    at = next((n for n in range(first, len(words)) if lowered[n] in _PURPOSE or _is_purpose(lowered, n)), len(words))
    if at == len(words):
        return [], list(words)
    room_for = lowered[at] in ("til", "for") and at + 1 < len(words) and MEETING_WORD.match(lowered[at + 1]) is not None
    room_for = room_for or (
        lowered[at] in ("til", "for")
        and at < 4
        and words_of.ROOM.match(lowered[at - 1]) is not None
        and not (lowered[at] == "til" and words[-1][:1].isupper())  # "kontoret til Arne"
    )
    behind = begins_with_preposition(words[:at]) and lowered[at] != "til"
    if behind or (room_for and is_named_place(words[:at])):
        return list(words[:at]), list(words[at:])
    return [], list(words)


def split_off_service(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words without the name of a service that the meeting is held by, and that name."""
    lowered = [word.casefold().strip(".,()") for word in words]
    for n, word in enumerate(lowered):
        if word not in words_of.ONLINE and not (word == "nett" and n and lowered[n - 1] == "på"):
            continue
        if word == "digital" and any(words_of.BODY.match(beside) for beside in _list_neighbours(lowered, n)):
            continue
        first = n - int(n > 0 and f"{lowered[n - 1]} {word}" in _FULL_NAMES)
        if first and lowered[first - 1] in words_of.JOINING:
            continue
        if first > 1 and lowered[first - 1] == "the" and lowered[first - 2] in words_of.USING:
            return [*words[: first - 2], *words[n + 1 :]], list(words[first : n + 1])
        using = first > 0 and lowered[first - 1] in words_of.USING
        if using and first > 1 and lowered[first - 2] in words_of.JOINING:
            continue
        before, after = first - int(using), n + 1 + int(" ".join(lowered[n : n + 2]) == "slack huddle")
        last = after == len(words) and (
            using or lowered[first - 1] not in words_of.AT | words_of.ABOUT | {"med", "with"}
        )
        if (
            (before == 0 and _stands_first(lowered, after))
            or last
            or (using and word != "nett")
            or word
            in (
                "digitalt",
                "online",
            )
        ):
            named = words[n - 1 : after] if word == "nett" else words[first:after]
            return [*words[:before], *words[after:]], list(named)
    return list(words), []


def _list_neighbours(words: Sequence[str], n: int) -> list[str]:
    return [*words[max(0, n - 1) : n], *words[n + 1 : n + 2]]


def _stands_first(lowered: Sequence[str], after: int) -> bool:
    """Return True for a service before a kind of meeting or before what it is about: "Teams om støy"."""
    if after == len(lowered):
        return True
    kind = lowered[after - 1] != "phone" and MEETING_WORD.match(lowered[after]) is not None
    return kind or lowered[after] in ("om", "about", "med", "with", "re")


def find_service_of_kind(words: Sequence[str]) -> str:
    """Return the service that a kind of meeting is named by: "Teams-møte"."""
    found = (_BY_SERVICE.match(word.casefold()) for word in words)
    return next((match[1].capitalize() for match in found if match), "")
