"""Define solutions as rows of a file: the fields, their allowed values, and the mapping both ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from handlers.chat.rows import RowError
from handlers.chat.rows.organisation_rows import format_person_code
from handlers.chat.say import LANGUAGES
from handlers.language import detect_language
from handlers.library.solutions import keywords
from storage.directory.people import Person
from storage.directory.topics import Topic
from storage.library.solutions import CIRCLE, LEVELS, MEMBERS, OPEN, Solution

REQUIRED = ("id", "title", "problem", "done", "topic")
#: text fields that are imported and exported unchanged
PLAIN = ("title", "problem", "done", "result", "cost_time", "preconditions", "pitfall", "failed", "contact", "park")
#: Fields in the order of the export. `invented` marks sample rows and is not stored.
FIELDS = (
    "id", "topic", "lang", "title", "problem", "done", "result", "cost_time", "preconditions", "pitfall", "failed",
    "park", "contact", "keywords", "owner", "maturity", "level", "reach", "date", "verify_by",
)  # fmt: skip
ACCEPTED = frozenset({*FIELDS, "invented"})
#: maximum numbers of characters in the columns
LONGEST = {"id": 32, "title": 200, "contact": 200, "park": 200, "maturity": 40, "keywords": keywords.ROOM}
_LEVELS = {OPEN: ("åpen", "open"), MEMBERS: ("medlemmer", "members"), CIRCLE: ("krets", "circle")}
_MATURITIES = {
    "idea": ("idé", "idea"),
    "pilot": ("pilot", "pilot"),
    "operating": ("i drift", "operating"),
    "closed": ("avviklet", "closed"),
}
_LEVEL_OF = {word: level for level, words in _LEVELS.items() for word in words}
_LEVEL_OF |= {"medlemmar": MEMBERS, "krins": CIRCLE}
_MATURITY_OF = {word: name for name, words in _MATURITIES.items() for word in words} | {
    "ide": "idea", "avvikla": "closed", "in operation": "operating", "drift": "operating",
}  # fmt: skip


def parse_row_texts(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of the row that have a value. Keywords may be a list. Raises RowError."""
    for name in row:
        if name not in ACCEPTED:
            raise RowError(str(name), f"unknown field; known are {', '.join(FIELDS)}")
    texts = {}
    for name in FIELDS:
        value = _format_row_keywords(row.get(name)) if name == "keywords" else row.get(name)
        if value is not None and not isinstance(value, str):
            raise RowError(name, f"must be text, not {type(value).__name__}")
        if value is not None and len(value) > LONGEST.get(name, 10_000):
            raise RowError(name, f"longer than {LONGEST.get(name, 10_000)} characters")
        if value and value.strip():
            texts[name] = value.strip()
    for name in REQUIRED:
        if name not in texts:
            raise RowError(name, "is required")
    return texts


def _format_row_keywords(value: Any) -> Any:
    """Return keywords as one text, from a list or any separators; return other types unchanged to be checked."""
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        value = keywords.format_keywords(value)
    return keywords.format_keywords(keywords.parse_keywords(value)) if isinstance(value, str) else value


def parse_solution_values(texts: Mapping[str, str], topic: Topic, owner: Person | None) -> dict[str, Any]:
    values: dict[str, Any] = {name: texts[name] for name in PLAIN if name in texts}
    values["topic_id"] = topic.id
    values["language"] = texts.get("lang") or detect_language(f"{texts['title']}. {texts['problem']}. {texts['done']}")
    if values["language"] not in LANGUAGES:
        raise RowError("lang", f"must be one of {', '.join(LANGUAGES)}")
    if "level" in texts:
        values["level"] = _LEVEL_OF.get(texts["level"].casefold(), "")
        if values["level"] not in LEVELS:
            raise RowError("level", "must be åpen/open, medlemmer/members or krets/circle")
    if "maturity" in texts:
        values["maturity"] = _MATURITY_OF.get(texts["maturity"].casefold(), texts["maturity"])
    if "keywords" in texts:
        values["keywords"] = keywords.parse_keywords(texts["keywords"])
    if "date" in texts:
        values["dated"] = _parse_row_date(texts, "date")
    if "verify_by" in texts:
        values["verify_by"] = _parse_row_date(texts, "verify_by")
    if owner is not None:
        values["owner_id"] = owner.id
    return values


def _parse_row_date(texts: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(texts[name])
    except ValueError as error:
        raise RowError(name, f"must be a date as 2026-01-20, not {texts[name]!r}") from error


def compute_noon(day: date) -> datetime:
    """Return noon UTC, which is the same day in every zone that matters here."""
    return datetime.combine(day, time(12), UTC)


def format_solution_row(solution: Solution, topic: str, owner: Person | None, audience: str) -> dict[str, Any]:
    """Format a solution in Norwegian words, or in English for an English record."""
    english = solution.language == "en"
    words = {name: getattr(solution, name) for name in PLAIN}
    words |= {
        "id": solution.code,
        "topic": topic,
        "lang": solution.language,
        "keywords": solution.keywords,
        "owner": format_person_code(owner) if owner else "",
        "maturity": _MATURITIES[solution.maturity][english] if solution.maturity in _MATURITIES else solution.maturity,
        "level": _LEVELS[solution.level][english],
        "reach": audience,
        "date": solution.dated.isoformat() if solution.dated else "",
        "verify_by": solution.verify_by.isoformat() if solution.verify_by else "",
    }
    return {name: words[name] for name in FIELDS}
