"""Map topics to rows: {"slug", "name": {"nb", "nn", "en"}, "description_nb", "keywords", "leads", ...}.

In a table the names are columns of their own (name_nb, name_nn, name_en), and a head word has a star:
*nett;nettkø.
"""

from __future__ import annotations

import re
from typing import Any

from bot.importers.file_kinds import FileKind, seed_one_by_one
from handlers.chat.rows import RowError
from handlers.chat.rows.organisation_rows import find_or_add_person, format_person_code
from handlers.chat.rows.row_fields import (
    Row,
    parse_list_field,
    parse_text_field,
    parse_texts_field,
    validate_field_names,
)
from handlers.chat.say import LANGUAGES
from storage.directory.topics import Topic
from storage.kit.database import Store

FIELDS = (
    "slug", "name", "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en",
    "description", "neighbours", "keywords", "examples", "leads", "deputy_leads",
)  # fmt: skip
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


async def seed_topic_row(store: Store, row: Row) -> None:
    """Add or update a topic.

    `neighbours` is for those who write the file, and is not stored.
    """
    validate_field_names(row, FIELDS)
    slug, names = _read_topic_slug(row), _read_topic_names(row)
    description = parse_text_field(row, "description_nb", most=5000) or parse_text_field(row, "description", most=5000)
    keywords, examples = (
        [_parse_topic_keyword(value) for value in parse_list_field(row, "keywords")],
        _read_topic_examples(row, slug),
    )
    people = {field: await _read_topic_people(store, row, field) for field in ("leads", "deputy_leads")}
    topic = await store.topics.find_topic_by_slug(slug)
    if topic is None:
        topic = await store.topics.add(Topic(slug=slug, keywords=[], examples=[], **names))
    elif topic.slug != slug:
        raise RowError("slug", f"{slug!r} was merged into {topic.slug!r}")
    topic.name_nb, topic.name_nn, topic.name_en = names["name_nb"], names["name_nn"], names["name_en"]
    topic.description = description or topic.description
    topic.description_nn = parse_text_field(row, "description_nn", most=5000) or topic.description_nn or ""
    topic.description_en = parse_text_field(row, "description_en", most=5000) or topic.description_en or ""
    topic.keywords = keywords if "keywords" in row else topic.keywords
    topic.examples = examples if "examples" in row else topic.examples
    if "leads" in row or "deputy_leads" in row:
        await store.topics.set_topic_leads(topic.id, people["leads"], people["deputy_leads"])


async def export_topic_rows(store: Store) -> list[dict[str, Any]]:
    """Return what seeding takes; a table of it leaves out what does not fit into cells."""
    rows = []
    for topic in await store.topics.list_all_topics():
        deputies = await store.topics.list_topic_deputy_ids(topic.id)
        leads = await store.topics.list_topic_leads(topic.id)
        rows.append(
            {
                "slug": topic.slug, "name": {"nb": topic.name_nb, "nn": topic.name_nn, "en": topic.name_en},
                "description_nb": topic.description, "description_nn": topic.description_nn,
                "description_en": topic.description_en, "keywords": topic.keywords, "examples": topic.examples,
                "leads": [format_person_code(person) for person in leads if person.id not in deputies],
                "deputy_leads": [format_person_code(person) for person in leads if person.id in deputies],
            }
        )  # fmt: skip
    return rows


def flatten_topic_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of `export_topic_rows` as cells can hold it: names and starred keywords, no examples."""
    flat = {name: value for name, value in row.items() if name not in ("name", "keywords", "examples")}
    names = {f"name_{language}": name for language, name in row["name"].items()}
    words = [("*" if word.get("head") else "") + word["term"] for word in row["keywords"]]
    return {"slug": flat.pop("slug"), **names, **flat, "keywords": words}


def _read_topic_slug(row: Row) -> str:
    slug = parse_text_field(row, "slug", most=64, required=True)
    if not _SLUG.fullmatch(slug):
        raise RowError("slug", f"must be lower-case letters a-z, digits and hyphens, not {slug!r}")
    return slug


def _read_topic_names(row: Row) -> dict[str, str]:
    """Return the name in each language: nb is required, the others fall back on it."""
    given = row.get("name")
    if isinstance(given, str):
        given = {"nb": given}
    if given is None:
        given = {language: row.get(f"name_{language}") for language in LANGUAGES}
    if not isinstance(given, dict) or not set(given) <= set(LANGUAGES):
        raise RowError("name", "must be a text, or an object with nb, nn and en")
    found = {language: parse_text_field({"name": given.get(language)}, "name", most=120) for language in LANGUAGES}
    if not found["nb"]:
        raise RowError("name", "needs a name in bokmål (nb)")
    return {f"name_{language}": name or found["nb"] for language, name in found.items()}


def _parse_topic_keyword(value: Any) -> dict[str, Any]:
    """Parse "*nett", or {"term": "nett", "head": true}."""
    if isinstance(value, str):
        value = {"term": value.lstrip("*").strip(), "head": value.startswith("*")}
    if not isinstance(value, dict) or not set(value) <= {"term", "head"}:
        raise RowError("keywords", "each must be a text, or an object with term and head")
    term = parse_text_field({"keywords": value.get("term")}, "keywords", most=100, required=True)
    if not isinstance(value.get("head", False), bool):
        raise RowError("keywords", f"head must be true or false at {term!r}")
    return {"term": term, "head": value.get("head", False)}


def _read_topic_examples(row: Row, slug: str) -> list[dict[str, Any]]:
    found = []
    for value in parse_list_field(row, "examples"):
        given = {"text": value} if isinstance(value, str) else value
        if not isinstance(given, dict) or not set(given) <= {"lang", "text", "topics"}:
            raise RowError("examples", "each must be a text, or an object with lang, text and topics")
        words = parse_text_field({"examples": given.get("text")}, "examples", most=2000, required=True)
        topics = parse_texts_field({"examples": given.get("topics")}, "examples", most=64) or [slug]
        language = parse_text_field({"examples": given.get("lang")}, "examples", most=2, default="nb")
        found.append({"lang": language, "text": words, "topics": topics})
    return found


async def _read_topic_people(store: Store, row: Row, field: str) -> list[int]:
    """Return the ids of people; one who is not loaded yet is known by the id until then."""
    return [(await find_or_add_person(store, code, None)).id for code in parse_texts_field(row, field, most=64)]


FILE = FileKind(
    name="topics",
    seed=seed_one_by_one(seed_topic_row),
    export=export_topic_rows,
    named_later=("leads", "deputy_leads"),
    people=("leads", "deputy_leads"),
    fields={"": FIELDS},
)
