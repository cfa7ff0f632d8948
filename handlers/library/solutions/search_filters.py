"""Parse search filters: `varme tema:nett språk:nynorsk bedrift:"Eksempel Industripark" bekreftet`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handlers.access import rights
from handlers.access.organisation_fields import find_organisation_by_name
from handlers.chat import arena_modes
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.chat.verbs import fold_word
from handlers.directory.topics.topic_lookup import find_topic_by_words
from handlers.library.solutions.solution_card import describe_level
from storage.directory.organisations import Organisation
from storage.directory.topics import Topic
from storage.library.solutions import CIRCLE, MEMBERS, OPEN
from storage.search.search_index import SearchScope

#: filter names before a colon, as `fold_word` returns them
KEYS = {
    "topic": ("tema", "emne", "topic"),
    "language": ("sprak", "language", "lang"),
    "organisation": (
        "bedrift", "verksemd", "selskap", "firma", "company", "organisasjon", "organisation", "organization", "park",
    ),
    "level": ("niva", "level"),
    "mode": ("modus", "mode"),
}  # fmt: skip
LANGUAGES = {
    "nb": ("nb", "bokmal", "norsk bokmal"),
    "nn": ("nn", "nynorsk"),
    "en": ("en", "engelsk", "english"),
}
#: level -> its names: shown in Norwegian, shown in English, and others that may be typed
LEVELS = {
    OPEN: ("åpen", "open", "ope"),
    MEMBERS: ("medlemmer", "members", "medlemmar", "medlem"),
    CIRCLE: ("krets", "circle", "krins"),
}
#: accepted as the first or last word of a query
VERIFIED = frozenset(
    ("bekreftet", "bekreftede", "bekrefta", "stadfesta", "stadfestet", "stadfeste", "verifisert", "verified")
)
_KEY = {word: key for key, words in KEYS.items() for word in words}
_LANGUAGE = {word: code for code, words in LANGUAGES.items() for word in words}
_LEVEL = {fold_word(word): level for level, words in LEVELS.items() for word in words}
_TYPED = re.compile(r"(?<!\S)(\w+):\s*(\"[^\"]*\"?|“[^”]*”?|”[^”]*”?|«[^»]*»?|\S+)")
#: how people say that they look for solutions: "gamle løsninger om støv" looks for "støv"
_AS_SAID = re.compile(
    r"^(?:(?:noe|noko|noen|nokon|gamle?|gammel|gammal|tidligere|tidlegare|alle|flere|fleire|any|some|old|all) )*"
    r"(?:løsning\w{0,4}|løysing\w{0,4}|erfaring\w{0,3}|svar\w{0,3}|info(?:rmasjon)?|solutions?|answers?|experiences?)"
    r" (?:om|på|for|mot|med|about|on|to|with|against) (?=\S)"
    r"|(?<=\S) (?:fra før|frå før|allerede|allereie|already)$",
    re.IGNORECASE,
)
_AROUND = '"“”«»,;. '
#: maximum number of characters of a query with filters that a button can carry
LONGEST_QUERY = 1800
#: maximum number of names listed when a name is unknown
MOST_NAMES = 8


@dataclass(frozen=True)
class SearchFilters:
    """Hold what a search is narrowed to."""

    topic: Topic | None = None
    organisation: Organisation | None = None
    #: "nb", "nn" or "en"; empty for any language
    language: str = ""
    level: str = ""
    #: "policy" or "practical"; empty for both
    mode: str = ""
    verified: bool = False

    def format_filters(self) -> str:
        """Return the filters for a button, in words that are understood in every language."""
        pairs = (
            ("topic", self.topic.slug if self.topic else ""),
            ("organisation", f'"{self.organisation.code}"' if self.organisation else ""),
            ("language", self.language),
            ("level", self.level),
            ("mode", self.mode),
        )
        return " ".join([f"{key}:{value}" for key, value in pairs if value] + (["verified"] if self.verified else []))

    def describe_filters(self, say: Say) -> str:
        """Describe the filters for a reader; return an empty text without filters."""
        lines = (
            say("Topic: {topic}.", topic=self.topic.get_name(say.language)) if self.topic else "",
            say("Organisation: {name}.", name=self.organisation.name) if self.organisation else "",
            say("Language: {name}.", name=describe_language(say, self.language)) if self.language else "",
            say("Visible to: {level}.", level=describe_level(say, self.level)) if self.level else "",
            say("Only: {mode}.", mode=arena_modes.describe_mode(say, self.mode)) if self.mode else "",
            say("Only verified.") if self.verified else "",
        )
        return " ".join(filter(None, lines))

    async def build_search_scope(self, turn: Turn) -> SearchScope:
        """Build the scope of the search; no filter shows what this person may not see."""
        levels = rights.list_solution_levels(turn.person)
        return SearchScope(
            kinds=arena_modes.list_kinds_in_mode(self.mode),
            levels=tuple(level for level in levels if self.level in ("", level)),
            topic_id=self.topic.id if self.topic else None,
            organisation_id=self.organisation.id if self.organisation else None,
            language=self.language or None,
            verified_on=turn.today if self.verified else None,
            sight=await turn.store.audiences.build_viewer(turn.person),
        )


@dataclass(frozen=True)
class SearchRequest:
    """Hold the words and filters that were understood from a typed search."""

    words: str
    filters: SearchFilters = SearchFilters()
    #: messages about filters that were not understood
    unknown: Sequence[str] = field(default=())

    def format_request(self) -> str:
        """Return the search as a button carries it."""
        return f"{self.filters.format_filters()} {self.words}".strip()


async def parse_search_request(turn: Turn, text: str) -> SearchRequest:
    """Split a typed search into words and filters. Leave out unknown values and name them."""
    given = [
        (_KEY[fold_word(key)], value.strip(_AROUND)) for key, value in _TYPED.findall(text) if fold_word(key) in _KEY
    ]
    words = _TYPED.sub(lambda found: " " if fold_word(found.group(1)) in _KEY else found.group(), text).split()
    rest = _strip_verified_words(words)
    filters, unknown = SearchFilters(verified=len(rest) < len(words)), []
    rest = _AS_SAID.sub("", " ".join(rest)).split()
    for key, value in given:
        narrower = await _apply_search_filter(turn, filters, key, value)
        if narrower is None:
            unknown.append(await _describe_unknown_filter(turn, key, value))
        filters = narrower or filters
    return SearchRequest(
        _cut_at_word_end(" ".join(rest), LONGEST_QUERY - len(filters.format_filters()) - 1), filters, tuple(unknown)
    )


def describe_language(say: Say, code: str) -> str:
    return {"nb": say("bokmål"), "nn": say("nynorsk"), "en": say("English")}.get(code, code)


def _cut_at_word_end(words: str, most: int) -> str:
    """Cut at the end of a word: half a word would be looked for as a rare one."""
    return words if len(words) <= most else words[: most + 1].rpartition(" ")[0] or words[:most]


def _strip_verified_words(words: list[str]) -> list[str]:
    """Remove the filter word for verified at either end, unless the search is that word alone."""
    first, last = 0, len(words)
    while first < last and fold_word(words[first].strip(_AROUND)) in VERIFIED:
        first += 1
    while last > first and fold_word(words[last - 1].strip(_AROUND)) in VERIFIED:
        last -= 1
    return words[first:last] or words


async def _apply_search_filter(turn: Turn, filters: SearchFilters, key: str, value: str) -> SearchFilters | None:
    """Return None if this person has no such topic, organisation, language, mode or level."""
    match key:
        case "topic":
            topic = await find_topic_by_words(turn.store, value)
            return replace(filters, topic=topic) if topic else None
        case "organisation":
            organisation = await _find_filter_organisation(turn, value)
            return replace(filters, organisation=organisation) if organisation else None
        case "language":
            language = _LANGUAGE.get(fold_word(value))
            return replace(filters, language=language) if language else None
        case "mode":
            mode = arena_modes.find_mode_by_word(value)
            return replace(filters, mode=mode) if mode else None
    level = _LEVEL.get(fold_word(value), "")
    return replace(filters, level=level) if level in rights.list_solution_levels(turn.person) else None


async def _find_filter_organisation(turn: Turn, value: str) -> Organisation | None:
    """Find the organisation by name or code, else the only one with these words in its name."""
    exact = await find_organisation_by_name(turn, value)
    if exact is not None or not value:
        return exact
    wanted = fold_word(value)
    near = [
        row
        for row in await turn.store.organisations.list_all_organisations()
        if f" {wanted}" in f" {fold_word(row.name)}"
    ]
    return near[0] if len(near) == 1 else None


async def _describe_unknown_filter(turn: Turn, key: str, value: str) -> str:
    say, name = turn.say, shorten_text(value, 60)
    match key:
        case "topic":
            topics = say.listed([topic.slug for topic in await turn.store.topics.list_all_topics()])
            return say("I do not know the topic “{name}”. Choose from {names}.", name=name, names=topics)
        case "organisation":
            near = await _list_similar_organisation_names(turn, value)
            if not near:
                return say("I do not know the organisation “{name}”.", name=name)
            return say(
                "I do not know the organisation “{name}”. Choose from {names}.", name=name, names=say.listed(near)
            )
        case "language":
            known = say.listed([describe_language(say, code) for code in LANGUAGES])
            return say("I do not know the language “{name}”. Choose from {names}.", name=name, names=known)
        case "mode":
            known = say.listed(arena_modes.list_mode_words(say))
            return say("I do not know the mode “{name}”. Choose from {names}.", name=name, names=known)
    levels = say.listed([LEVELS[level][say.language == "en"] for level in rights.list_solution_levels(turn.person)])
    return say("I do not know the level “{name}”. Choose from {names}.", name=name, names=levels)


async def _list_similar_organisation_names(turn: Turn, value: str) -> list[str]:
    """Return similar names; without any, all names if they are few. Return none for guests."""
    if turn.person.guest:
        return []
    names = {fold_word(row.name): row.name for row in await turn.store.organisations.list_all_organisations()}
    like = difflib.get_close_matches(fold_word(value), names, n=MOST_NAMES, cutoff=0.5)
    within = [name for name in names if fold_word(value) and fold_word(value) in name]
    return [names[name] for name in dict.fromkeys((*within, *like, *(names if len(names) <= MOST_NAMES else ())))][
        :MOST_NAMES
    ]
