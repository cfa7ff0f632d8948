"""Tell places from the words of a subject: rooms, houses and parks, and meetings that are held online."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.dates.date_words import list_words
from handlers.language.meeting_words import MEETING_WORD
from handlers.language.text_analysis import is_known_word

#: maximum number of words of a place behind "i" or "at"
_MOST = 6
ONLINE = list_words("teams zoom skype webex digitalt digital online nettmøterom meet fjernmøte")
#: words that may stand before the name of a service that the meeting uses
_USING = list_words("på via over on by through using per")
_AT = list_words("i på hos hjå ved in at on @ inne nede")
_JOINING = list_words("og and eller or / & +")
#: "kurs i Teams" is about it
_LEARNING = re.compile(r"\w*(?:kurs|opplæring|innføring|training|course|workshop|introduction)$")
_ARTICLES = list_words("the a our vårt vår det den")
_ABOUT = list_words("om about vedr vedr. angående ang ang. re on regarding av of for rundt")
#: what may follow "i" even in a line about something
_ROOM = re.compile(
    r"(?:\w*rommet|(?:møte|gruppe|konferanse|klasse|auditorie|lunsj|pause|spise|styre|data|kontroll|prosjekt)rom(?:met)?"
    r"|(?:\w{2,}e|\w+s|\w*stor|\w*vesle)?sal(?:en)?|(?:lunsj)?kantin(?:a|e|en)|auditori(?:um|et)|resepsjon(?:en)?"
    r"|(?:vakt|port|brakke|arbeids)bu(?:a|en)|brakk(?:a|e|en)|rådhus(?:et)?|kommunehus(?:et)?|boardroom|canteen|lobby(?:en)?"
    r"|auditorium|gatehouse|cafeteria|lunchroom|room|kontoret|office|library|biblioteket|meeting room|foaje(?:en)?)$"
)
_HOUSE = re.compile(
    r"(?:(?!vind|sol|bil|maskin)\w*park(?:en)?|(?:(?!driv|veks)\w*)hus(?:et)?|(?!data|kompetanse)\w*senter(?:et)?"
    r"|\w*hotell(?:et)?|\w*skole(?:n)?|\w*skule(?:n)?|\w*bygget|\w*bygning(?:en)?|\w*lokale(?:t|ne)?|\w*hallen|\w*bibliotek"
    r"|rom|hall|building|house|lab(?:en)?|centre|center|hotel|school|reception|verkstedet|verkstaden|kafé|café|cafe"
    r"|restaurant|tower|etasje|floor|kontor|torget|arena|scene|klubbhus(?:et)?|samfunnshus(?:et)?)$"
)
#: what is a place behind a time, and a subject elsewhere
_SITE = re.compile(
    r"\w*(?:kai|kaia|kaien|port|porten|tomt|tomta|tomten|anlegg|anlegget|verket|brygga|bryggen|terminalen|havna|hamna)$"
)
#: words that number a place: "sal 2", "rom 204", "bygg B"
_NUMBERED = re.compile(r"(?:sal|rom|møterom|room|hall|bygg|building|etasje|floor|plan|gate|plass|lab|nr\.?)$")
_NUMBER = re.compile(r"(?:\d{1,4}[a-z]?|[a-z])\.?$")
#: "plan 3" is a floor, "plan 2027" is a plan
_YEAR = re.compile(r"(?:19|20|21)\d\d$")
_YEARLY = ("plan", "floor")
#: institutions, whose names go on as a subject does: "Senter for havvind"
_INSTITUTION = re.compile(r"(?:institutt|institute|avdeling|department|centre|center|senter|kontor|office|museum)$")
#: endings of names of places, for names that were typed in lower case
_PLACE_NAME = re.compile(
    r"\w{3,}(?:(?<!mo|pe|ti)dal|dalen|sund|sundet|vik|vika|viken|(?<![aeiou])nes|neset|fjord|fjorden|øy|øya|øyra|våg"
    r"|vågen|heim|stad|berg|havn|hamn|borg|strand|stranda|haug|haugen)$"
)


def is_place_like(words: Sequence[str]) -> bool:
    """Return True if the words name a place by their last noun, and no kind of meeting."""
    lowered = [word.casefold().strip(".,()") for word in words if word.strip(".,()")]
    if is_online(lowered):
        return True
    if lowered and lowered[0] in _AT:
        lowered = lowered[1:]
    if (
        not lowered
        or len(lowered) > _MOST
        or any(MEETING_WORD.match(word) for word in lowered if not _is_place_noun(word))
    ):
        return False
    if is_online(lowered):
        return True
    if not set(lowered).isdisjoint(_ABOUT):
        return False
    if len(lowered) > 1 and _is_numbered_place(lowered[-2], lowered[-1]):
        return True
    return _is_place_noun(lowered[-1]) or _ROOM.match(lowered[0]) is not None


def is_named_place(words: Sequence[str]) -> bool:
    """Return True for words that begin with the noun of a place: "kantina på Eksempel Industripark"."""
    return bool(words) and _is_place_noun(words[0].casefold()) and is_place_like(words)


def is_online(words: Sequence[str]) -> bool:
    """Return True for the name of a service, or "online"."""
    said = " ".join(words).casefold().strip(".,()")
    return said in ONLINE or said in ("google meet", "på nett")


def names_place_after_time(words: Sequence[str]) -> bool:
    """Return True for a name or a site behind a time, without a kind of meeting."""
    lowered = [word.casefold().strip(".,()") for word in words]
    if any(MEETING_WORD.match(word) for word in lowered):
        return False
    if lowered[0] in _AT and len(words) > 1:
        host = lowered[0] in ("hos", "hjå")
        return host or words[1][:1].isupper() or _SITE.match(lowered[-1]) is not None or _is_place_name(lowered[1:])
    if _is_place_name(lowered):
        return True
    return words[0][:1].isupper() or (_SITE.match(lowered[-1]) is not None and set(lowered).isdisjoint(_ABOUT))


def is_subject(words: Sequence[str], *, joined: bool) -> bool:
    """Return True for words that stand apart and say what a meeting is about: "plan for 2027", "øvelse 2027".

    `joined`: a dash and no time stands before them.
    """
    lowered = [word.casefold().strip(".,()") for word in words]
    if is_place_like(words) or _INSTITUTION.match(lowered[0]):
        return False
    if _YEAR.match(lowered[-1]) or not set(lowered[1:]).isdisjoint(_ABOUT):
        return True
    return joined and words[0][:1].islower() and lowered[0] not in _AT and not names_place_after_time(words)


def _is_place_name(lowered: Sequence[str]) -> bool:
    """Return True for the name of a place in lower case, which no lexicon has."""
    return len(lowered) == 1 and _PLACE_NAME.match(lowered[0]) is not None and not is_known_word(lowered[0])


def _is_numbered_place(noun: str, number: str) -> bool:
    if _YEAR.match(number) and noun in _YEARLY:
        return False
    return _NUMBER.match(number) is not None and _NUMBERED.match(noun) is not None


def _is_place_noun(word: str) -> bool:
    return _ROOM.match(word) is not None or _HOUSE.match(word) is not None


def split_off_place(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words without the place at their end, and the place: "driftsmøte i kantina"."""
    lowered = [word.casefold().strip(".,()") for word in words]
    subject = next((n for n, word in enumerate(lowered) if word in _ABOUT), len(words))
    for n in range(len(words) - 1, max(0, len(words) - _MOST), -1):
        if lowered[n] not in _AT:
            continue
        rest = list(words[n + 1 :])
        while rest and rest[0].casefold() in _ARTICLES:
            rest = rest[1:]
        about = subject < n
        if is_online(rest) and lowered[n] in ("i", "in") and n and _LEARNING.match(lowered[n - 1]):
            continue
        host = lowered[n] in ("hos", "hjå") and rest and rest[0][:1].isupper()
        if rest and (host or (is_place_like(rest) and (not about or _is_room(rest)))):
            return list(words[:n]), rest
    return list(words), []


def _is_room(words: Sequence[str]) -> bool:
    lowered = [word.casefold().strip(".,()") for word in words]
    return any(_ROOM.match(word) for word in lowered) or (len(lowered) > 1 and _NUMBERED.match(lowered[-2]) is not None)


def split_off_service(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words without the name of a service that the meeting is held by, and that name."""
    lowered = [word.casefold().strip(".,()") for word in words]
    for n, word in enumerate(lowered):
        if word not in ONLINE and not (word == "nett" and n and lowered[n - 1] == "på"):
            continue
        first = n - 1 if word == "meet" and n and lowered[n - 1] == "google" else n
        if first and lowered[first - 1] in _JOINING:
            continue
        using = first > 0 and lowered[first - 1] in _USING
        if using and first > 1 and lowered[first - 2] in _JOINING:
            continue
        before, after = first - int(using), n + 1
        alone = before == 0 and (after == len(words) or MEETING_WORD.match(lowered[after]) is not None)
        last = after == len(words) and (using or lowered[first - 1] not in _AT | _ABOUT | {"med", "with"})
        if alone or last or (using and word != "nett") or word in ("digitalt", "online"):
            named = words[n - 1 : after] if word == "nett" else words[first:after]
            return [*words[:before], *words[after:]], list(named)
    return list(words), []


def strip_preposition(words: Sequence[str]) -> list[str]:
    found = list(words)
    if len(found) > 1 and found[0].casefold() in _AT and found[1].casefold() != "nett":
        found = found[1:]
        while len(found) > 1 and found[0].casefold() in ("the", "a"):
            found = found[1:]
    return found
