"""Settle title and place of a line: the rules' reading and those of a model are weighed as wholes, or asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import GENERIC
from handlers.meetings.line_reader.candidate_model import compute_shares
from handlers.meetings.line_reader.doubts import has_time_words, says_subject
from handlers.meetings.line_reader.line_limits import has_limit_words
from handlers.meetings.line_reader.line_tokens import TypedLine
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.place_words import AT
from handlers.meetings.line_reader.places import is_place_like, strip_preposition
from handlers.meetings.line_reader.span_candidates import SpanReading, list_candidates, trim_span
from handlers.meetings.line_reader.span_features import OTHER, PLACE, TITLE, DescribedLine, describe_line
from handlers.meetings.line_reader.span_model import NO_EDGE, TAKEN, compute_chances
from handlers.meetings.line_reader.title_words import PLAIN, WITH, finish_title, join_words
from handlers.meetings.line_reader.word_places import LEADING, find_words

#: below these probabilities a title or a place is asked about
LIKELY_TITLE, LIKELY_PLACE = 0.45, 0.45
#: the same for one word that nothing makes a place, and for what the rules doubt
SURE_PLACE = 0.7
#: the same for a title where words are left out that may say when or how many
SURE_TITLE = 0.75
#: what the rules' own reading has before others that are about as probable
_OWN = 0.15
#: logarithm of the probability from which nothing is weighed that the rules and the model of tokens read alike
_CERTAIN = -0.6
#: what is left of the shares at least, where others are left out
_LEAST = 1e-9
#: number of tokens of the longest line that the model reads: whoever writes more tells a story
_LONGEST = 100
#: why title or place is asked about, where the model may know better
_OPEN = ("unsure", "missing")
#: a figure that no word follows, so that it counts nothing: it may be a time
_LONE_FIGURE = compile_later(r"\d(?![\w-]{0,20}\s[^\W\d]{2})")
#: words that no title is made of alone
_GREETING = frozenset(list_words("hei hallo heisann hi hello hey dear bot boten god good morgen morgon morning dag"))
#: no place ends in these: "plan 2027", "fagråd digital"
_NO_PLACE_END = compile_later(r"20\d\d|digital|most|latest|earliest|least")
_SUBJECT, _ADDING = ("om", "about"), ("altså", "nemlig", "nemleg", "you know")
_FROM = ("fra", "frå", "from")
#: when it is not held: nobody may overlook that
_EXCEPTING = compile_later(r"(?i)\b(?:unntatt|unnateke|bortsett|except|excluding|but not|men ikk?j?e)\b")
#: "å oppdatere", in "hugs å oppdatere lista"
_TO_DO = compile_later(r"(?:å|Å|to|To)(?: \w+)?")


@dataclass(frozen=True, slots=True)
class LeftoverReading:
    """Hold title and place as read, and what must be asked about them."""

    title: str
    place: str
    asks: tuple[Ask, ...] = ()

    @property
    def doubts(self) -> list[Ask]:
        return [ask for ask in self.asks if ask.what in ("title", "place")]


def settle_title_and_place(line: TypedLine, kinds: Sequence[str], read: LeftoverReading) -> LeftoverReading:
    """Return the most probable reading, the rules' or another; `kinds` are those before the rules read."""
    if not set(kinds) - {*NO_EDGE} or len(kinds) > _LONGEST or any(ask.reason not in _OPEN for ask in read.doubts):
        return read
    titled, placed = (set(find_words(line, kinds, text)) for text in (read.title, read.place))
    tags = [TITLE if n in titled else PLACE if n in placed else OTHER for n in range(len(kinds))]
    described = describe_line(line, kinds, tags, {ask.what for ask in read.doubts})
    chances = compute_chances(described, kinds)
    read_alike = (trim_span(described.words, kinds, tokens) for tokens in (titled, placed - titled))
    if not read.doubts and chances.compute_certainty(*read_alike) > _CERTAIN:
        return read
    found, rules = list_candidates(described, chances)
    shares = _leave_out_readings(described, compute_shares(described, chances, found, rules), found, rules, read)
    best = max(zip(shares, found, strict=True), key=lambda one: one[0] + (_OWN if one[0] and one[1] == rules else 0))[1]
    short = _loses_subject(described.words, best, rules)
    if short or (best.title and rules.title and _tells_same(described.words, best.title, rules.title)):
        best = replace(best, title=rules.title)
    title, place = write_candidate(line, kinds, read, best, rules)
    lost = {n for n in titled | placed if kinds[n] not in NO_EDGE}.difference(best.title, best.place)
    left_out = " ".join(line.slice_text(n, n + 1) for n in sorted(lost))
    if _EXCEPTING.search(left_out) or has_limit_words(left_out):
        title, place = (read.title if lost & titled else title, read.place if lost & placed else place)
        return _ask_about(read, title, place, titled=True)
    sure = SURE_TITLE if _leaves_doubt(line.hide_subject_days(left_out)) else LIKELY_TITLE
    weighed = list(zip(shares, found, strict=True))
    parted = short or (best.title == rules.title and _is_parted_by_time(described.words, rules.title))
    same = [share for share, one in weighed if _tells_same(described.words, one.title, best.title)
            or (parted and one.title and set(one.title) <= set(rules.title))]  # fmt: skip
    for_place = sum(share for share, one in weighed if one.place == best.place)
    known = for_place >= SURE_PLACE and says_subject([described.words[n] for n in best.title])
    return _ask_about(
        read,
        title,
        place,
        titled=sum(same) < sure or (title != read.title and has_time_words(line.hide_subject_days(title))),
        placed=for_place < LIKELY_PLACE
        or (place != read.place and has_time_words(place))
        or (place != read.place and not known and _is_bare_word(described, best.place)),
        known=known and not has_time_words(place),
    )


def _is_impossible(line: DescribedLine, one: SpanReading, rules: SpanReading) -> bool:
    """Return True for a greeting as title, what is no place, and what the rules read the other way."""
    if one.title and _GREETING.issuperset(line.words[n] for n in one.title):
        return True
    if one.place and (_NO_PLACE_END.fullmatch(line.words[one.place[-1]]) is not None):
        return True
    if one.place and _is_origin(line, one.place[0]):
        return True
    other_way = bool(one.title and one.place) and (one.title, one.place) == (rules.place, rules.title)
    return other_way and is_place_like([line.typed[n] for n in rules.place])


def _is_origin(line: DescribedLine, first: int) -> bool:
    """Return True for where somebody comes from: "med Marte fra laboratoriet"."""
    led = first - 1 if line.words[first - 1 : first] != ["the"] else first - 2
    return led > 0 and line.words[led] in _FROM and line.typed[led - 1][:1].isupper()


def _is_bare_word(line: DescribedLine, place: Sequence[int]) -> bool:
    """Return True for one word that nothing makes a place: "mikroturbiner", or "Kontrakt" of "Kontrakt og frist"."""
    if len(place) != 1 or (place[0] and (line.kinds[place[0] - 1] == "p" or line.words[place[0] - 1] in AT)):
        return False
    if line.kinds[place[0] + 1 : place[0] + 3] == ["&", "x"]:
        return True
    typed = line.typed[place[0]]
    return typed.islower() and not is_place_like([typed])


def _leave_out_readings(
    line: DescribedLine,
    shares: Sequence[float],
    found: Sequence[SpanReading],
    rules: SpanReading,
    read: LeftoverReading,
) -> Sequence[float]:
    """Return the shares without those of readings that cannot be."""
    if rules.title and not read.doubts:
        shares = _leave_out(shares, [not one.title for one in found])
    if read.place and not rules.place:
        shares = _leave_out(shares, [bool(one.place) for one in found])
    return _leave_out(shares, [_is_impossible(line, one, rules) for one in found])


def _leave_out(shares: Sequence[float], left: Sequence[bool]) -> list[float]:
    """Return the shares without those of some readings.

    So are readings without a title, for the words that the rules name it by are some; and those with a place, where the
    rules know it from a word that is none: "Teams-møte".
    """
    kept = max(_LEAST, 1 - sum(share for share, out in zip(shares, left, strict=True) if out))
    return [0.0 if out else share / kept for share, out in zip(shares, left, strict=True)]


def write_candidate(
    line: TypedLine, kinds: Sequence[str], read: LeftoverReading, one: SpanReading, rules: SpanReading
) -> tuple[str, str]:
    """Return title and place of a reading, in the rules' words where those are of the same tokens."""
    title, place = read.title, read.place
    if one.title != rules.title:
        title = finish_title(_list_words(line, one.title, kinds))
    if one.place != rules.place:
        place = join_words(strip_preposition(_list_words(line, one.place, kinds)))
    return title, place


def _loses_subject(words: Sequence[str], one: SpanReading, rules: SpanReading) -> bool:
    """Return True for a title that leaves out what it is about: "driftsmøte" of "driftsmøte kl 10 om ny turnus"."""
    kept, lost = rules.title[: len(one.title)], [n for n in rules.title if n not in (*one.title, *one.place)]
    told = len(lost) > 1 and words[lost[0]] in _SUBJECT and words[lost[-1]] not in _ADDING
    return bool(one.title) and kept == one.title and told


def _is_parted_by_time(words: Sequence[str], title: Sequence[int]) -> bool:
    """Return True for a kind of meeting before the time and its subject behind it: "webinar kl 10 om ny turnus"."""
    behind = next((n for n in range(1, len(title)) if title[n] > title[n - 1] + 1), 0)
    return behind > 0 and words[title[behind]] in _SUBJECT


def _tells_same(words: Sequence[str], one: Sequence[int], other: Sequence[int]) -> bool:
    """Return True for titles of which one only says besides that one meets: "møte om støy", "støy"."""
    short, long = sorted((one, other), key=len)
    more = long[: len(long) - len(short)]
    plain = all(words[n] in (*LEADING, *WITH) or words[n] in PLAIN or GENERIC.match(words[n]) for n in more)
    return long[len(more) :] == short and plain


def _ask_about(
    read: LeftoverReading, title: str, place: str, *, titled: bool, placed: bool = False, known: bool = False
) -> LeftoverReading:
    """Keep what is asked about other things and about the same words; ask about title and place in doubt.

    `known`: the place is so probable that the rules' doubt of it does not count.
    """
    said = {"title": title, "place": "" if known else place}
    kept = [ask for ask in read.asks if ask not in read.doubts or (ask.said and ask.said == said[ask.what])]
    kept += [ask for ask in read.doubts if ask.what == "place" and not read.place and has_time_words(ask.said)]
    if (titled or not title) and not any(ask.what == "title" for ask in kept):
        kept.append(Ask("title", "unsure", title) if title else Ask("title"))
    if placed and not any(ask.what == "place" for ask in kept):
        kept.append(Ask("place", "unsure", place) if place else Ask("place", "unknown"))
    return LeftoverReading(title, place, tuple(kept))


def _leaves_doubt(lost: str) -> bool:
    """Return True for words of time that no reader took, and for what is to be done: "å oppdatere lista"."""
    read_by_none = has_time_words(lost) or _LONE_FIGURE.search(lost) is not None
    return read_by_none or _TO_DO.fullmatch(lost) is not None


def _list_words(line: TypedLine, tokens: Sequence[int], kinds: Sequence[str]) -> list[str]:
    """Return the words from the first to the last of the tokens as typed, without those of times and links."""
    words: list[str] = []
    if not tokens:
        return words
    first, end = tokens[0], tokens[-1] + 1
    for n in range(first, end + 1):
        if n == end or kinds[n] in TAKEN:
            words += line.slice_text(first, n).split()
            first = n + 1
    return words
