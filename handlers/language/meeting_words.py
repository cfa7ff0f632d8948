"""Recognise the words that order a meeting, and lines that ask about one, report one or change one."""

from __future__ import annotations

from handlers.language import meeting_sentences as patterns
from handlers.language import order_words
from handlers.language.keyword_spelling import mend_keywords
from handlers.language.meeting_changes import CHANGING, NEW_TIME, NOT_AS_WAS
from handlers.language.meeting_kinds import MEETING_WORD, names_meeting
from handlers.language.meeting_preambles import find_preamble_end
from handlers.language.statement_words import has_verb

#: up to so many words are looked up before anything else
_BARE = 3
#: maximum number of words of a time that stands before an order
_MOST_TIME_WORDS = 7
#: A text of more characters or words is no line about a meeting.
MOST_CHARACTERS, MOST_WORDS = 600, 45
_THE = frozenset(("the", "my", "our", "det", "den", "this", "denne", "s"))
_SO = ("så", "so", "derfor", "difor", "therefore", "hence", "men", "but")


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
    text = patterns.PUT_IN.sub(r"\1", patterns.INSERTED.sub(" ", patterns.ANSWERED.sub("", mend_keywords(text))))
    text = text[find_preamble_end(text) :]
    if patterns.LABELLED.match(text):
        return text
    other = is_about_other_meeting(text)
    for match in patterns.BOUNDARY.finditer(text[:MOST_CHARACTERS]):
        before, sign = text[: match.start()], match.group().strip().casefold()
        rest = text[match.end() :]
        strong = sign[-1] in ".!?" and not names_meeting(before) and not any(one.isdigit() for one in before)
        strong = strong and begins_with_order(rest)
        reason = _is_reason(before) and begins_with_order(rest)
        if not (other or strong or reason) and (
            sign.split(" ")[0].rstrip(":") not in _SO
            or names_meeting(before)
            or patterns.TIME_SIGN.search(before.casefold())
        ):
            continue
        timed = (
            sign[-1] in ".!"
            and patterns.TIME_SIGN.search(rest.casefold())
            and not patterns.TIME_SIGN.search(before.casefold())
        )
        if _orders_here(rest, named=sign[-1:] == ":" or bool(timed)):
            return _carry_time(before, rest)
    return text


def _is_reason(before: str) -> bool:
    """Return True for a clause that says why: "kommunen kjem på besøk", "siden vi har revisjon"."""
    said = before.casefold()
    return patterns.SINCE.match(said) is not None or (
        (has_verb(said) or patterns.COMING.search(said) is not None) and not names_meeting(said)
    )


def _carry_time(before: str, rest: str) -> str:
    """Return the part that orders, with the only time or the only day that was said before it."""
    if _is_time_ahead(before, rest):
        return f"{rest.rstrip(' .!?')}, {before}"
    days = patterns.DAY_SAID.findall(before)
    carried = len(days) == 1 and patterns.DAY_SAID.search(rest) is None and not patterns.RHYTHM_SAID.search(rest)
    return f"{rest.rstrip(' .!?')}, {days[0]}" if carried else rest


def _is_time_ahead(before: str, rest: str) -> bool:
    """Return True for the only time of the line, said before the order: "neste onsdag kl to, kan du booke"."""
    said = before.casefold()
    timed = patterns.TIME_SIGN.search(said) is not None and patterns.TIME_SIGN.search(rest.casefold()) is None
    return timed and len(said.split()) <= _MOST_TIME_WORDS and not (names_meeting(said) or has_verb(said))


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
    if len(text) > MOST_CHARACTERS or len(text.split()) > MOST_WORDS or is_about_other_meeting(cut_preamble(text)):
        return False
    return patterns.TIME_SIGN.search(text.casefold()) is not None or names_regular_meeting(text)


def may_mean_meeting(text: str) -> bool:
    """Return True if the text may be about a new meeting though it may as well be said to others.

    It wishes for one, or has a sign of a time; it asks nobody anything and changes nothing.
    """
    text = mend_keywords(text)
    said = " ".join(text.casefold().split())
    first = order_words.count_edge_signs(said)
    if len(text) > MOST_CHARACTERS or len(said.split()) > MOST_WORDS:
        return False
    if patterns.OPEN_QUESTION.match(said, first) or patterns.WONDERING.search(said) or CHANGING.match(said, first):
        return False
    if tells_new_time(text):
        return True
    named = names_meeting(text) and patterns.TIME_SIGN.search(said) is not None
    return named or patterns.TIME_WORD.search(said) is not None or wishes_for_meeting(text) or begins_with_kind(text)


def wishes_for_meeting(text: str) -> bool:
    """Return True if the text begins with a wish to have a meeting: "jeg trenger et møte med banken"."""
    said = " ".join(text.casefold().split())
    return order_words.is_wished_first(said, order_words.count_edge_signs(said), MEETING_WORD)


def begins_with_kind(text: str) -> bool:
    """Return True if the line is, or needs, a kind of meeting with its subject or people, and asks nothing."""
    said = " ".join(mend_keywords(text).casefold().split())
    first = order_words.find_need_end(said, order_words.count_edge_signs(said))
    if said.startswith("the ") or patterns.PAST.search(said):
        return False
    if (
        len(said) > MOST_CHARACTERS
        or "?" in said
        or patterns.HOW.search(said)
        or patterns.WONDERING.search(said)
        or has_verb(said[first:])
    ):
        return False
    return len(said.split()) > _BARE and patterns.KIND_FIRST.match(said, first) is not None


def names_regular_meeting(text: str) -> bool:
    """Return True if the line begins with how often and one meeting, or names both the other way round."""
    said = " ".join(text.casefold().split())
    first = order_words.count_edge_signs(said)
    if patterns.HOW.search(said):
        return False
    match = patterns.RHYTHM.match(said, first) or patterns.RHYTHM_LAST.match(said.rstrip(" .!"), first)
    words = match[1].split() if match else []
    return any(MEETING_WORD.match(word) and not patterns.PLURAL.match(word) for word in words)


def reports_or_changes(text: str) -> bool:
    """Return True if the text tells of a meeting that was or is, or changes one, whoever its subject is."""
    said = " ".join(text.casefold().split())
    first = order_words.count_edge_signs(said)
    tells = patterns.TELLING.match(said, first) or NOT_AS_WAS.search(said) or CHANGING.match(said, first)
    return bool(tells or patterns.REPORTING.search(said))


def is_about_other_meeting(text: str) -> bool:
    """Return True if the line asks about a meeting, reports one, or changes one."""
    said = " ".join(text.casefold().split())
    first = order_words.count_edge_signs(said)
    if order_words.is_made_first(said, first, MEETING_WORD) or order_words.is_ordered_thing(said, first):
        return False
    if changes_meeting(said[first:]):
        return True
    if order_words.is_wished_first(said, first, MEETING_WORD) and not patterns.WONDERING.search(said):
        return False
    return bool(
        patterns.ASKING.match(said, first)
        or patterns.TELLING.match(said, first)
        or NOT_AS_WAS.search(said)
        or CHANGING.match(said, first)
        or patterns.REPORTING.search(said)
        or any(not _is_asked_by_title(said, mark.end()) for mark in patterns.QUESTION.finditer(said))
    )


def _is_asked_by_title(said: str, at: int) -> bool:
    """Return True for a question before the day: "webinar: new tariffs - what do they mean? Thursday at 9"."""
    kind = said.partition(":")[0]
    named = len(kind) < at and len(kind.split()) < _BARE and names_meeting(kind)
    return named and any(sign.isdigit() for sign in said[at:])
