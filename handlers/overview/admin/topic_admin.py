"""Edit topics: add, rename, change, merge; old questions follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from handlers.access.organisation_fields import (
    CONFIRMED,
    draw_people_field,
    normalise_name,
    parse_responsible_people,
)
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.rooms.room_links import send_waiting_records
from handlers.directory.topics.lead_notice import notify_topic_lead_named
from handlers.directory.topics.topic_list import describe_topic_coverage
from handlers.language.name_folding import make_slug
from handlers.library.searches.search_list import draw_searches_button
from storage.directory.topics import Topic

router = Router()
#: topics on one card; maximum number of question cards redrawn when a topic changes
PAGE, REDRAWN = 4, 50


@router.on(Click, "admin.topics")
async def on_admin_topics(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this topic, in place of the page before; empty for a first look."""
    say, rows = turn.say, await turn.store.topics.list_all_topics()
    start = parse_position(event.value)
    skip = start if start < len(rows) else 0
    parts: list[Part] = []
    for topic in rows[skip : skip + PAGE]:
        row = (
            Button(say("Change"), "admin.topic", topic.slug),
            Button(say("Merge"), "admin.merge", topic.slug),
        )
        parts.append(
            Item(
                topic.get_name(say.language),
                note=f"{topic.slug} · {await describe_topic_coverage(turn, topic)}",
                buttons=row,
            )
        )
    parts += draw_page_note(say, skip, PAGE, len(rows))
    last = [Button(say("Add topic"), "admin.topic", style="primary"), draw_searches_button(turn)]
    last += draw_page_buttons(say, "admin.topics", skip, PAGE, more=skip + PAGE < len(rows))
    return Reply(Card(say("Topics"), (*parts, Buttons(tuple(last)))), replace=bool(event.value))


@router.on(Click, "admin.topic", opens=True)
async def on_admin_topic_open(event: Click, turn: Turn) -> Reply:
    """Change the topic of this slug; without one, add a topic."""
    topic = await _load_topic_by_slug(turn, event.value) if event.value else None
    return Reply(form=await _draw_topic_admin_form(turn, topic))


@router.on(Submission, "admin.topic")
async def on_admin_topic_submit(event: Submission, turn: Turn) -> Reply:
    say, store = turn.say, turn.store
    topic = await _load_topic_by_slug(turn, event.value) if event.value else None
    name = event.get_text("name_nb")[:120]
    if not name:
        raise UserError("", {"name_nb": say("Give the topic a name.")})
    names = {
        "name_nb": name,
        "name_nn": event.get_text("name_nn")[:120] or name,
        "name_en": event.get_text("name_en")[:120] or name,
    }
    await _need_unused_topic_names(turn, topic, names)
    kept = [one.id for one in await store.topics.list_topic_leads(topic.id)] if topic else []
    leads, deputies = [
        await parse_responsible_people(turn, event, field, chosen=kept) for field in ("leads", "deputies")
    ]
    if topic is None:
        slug = await store.topics.find_free_slug(make_slug(name))
        topic = await store.topics.add(Topic(slug=slug, keywords=[], examples=[], **names))
    else:
        topic.name_nb, topic.name_nn, topic.name_en = names["name_nb"], names["name_nn"], names["name_en"]
    beyond = topic.keywords[len(_format_keyword_lines(topic)) :]
    topic.keywords = _parse_keywords(event.get_text("keywords"), beyond)
    topic.description = event.get_text("description")
    topic.description_nn, topic.description_en = event.get_text("description_nn"), event.get_text("description_en")
    await store.topics.set_topic_leads(topic.id, [one.id for one in leads], [one.id for one in deputies])
    for person in {one.id: one for one in (*leads, *deputies) if one.id not in kept}.values():
        await notify_topic_lead_named(turn, person, topic)
    await _redraw_topic_questions(turn, topic)
    turn.classifier.stale = True
    return build_text_reply(say("The topic {topic} is saved.", topic=topic.get_name(say.language)))


@router.on(Click, "admin.merge", opens=True)
async def on_admin_merge_open(event: Click, turn: Turn) -> Reply:
    say, old = turn.say, await _load_topic_by_slug(turn, event.value)
    options = tuple(
        (row.slug, row.get_name(say.language)) for row in await turn.store.topics.list_all_topics() if row.id != old.id
    )
    target = Field("target", say("Merge into"), "choice", options=options)
    what = say("Questions, solutions, rooms, topic leads and followers are moved. The old name still works.")
    title = say("Merge topic")
    return Reply(
        form=Form(title, "admin.merge", (target,), say("Merge"), old.slug, note=f"{old.get_name(say.language)}. {what}")
    )


@router.on(Submission, "admin.merge")
async def on_admin_merge_submit(event: Submission, turn: Turn) -> Reply:
    say, old = turn.say, await _load_topic_by_slug(turn, event.value)
    target = await turn.store.topics.find_topic_by_slug(event.get_text("target")) if event.get_text("target") else None
    if target is None or target.id == old.id:
        raise UserError("", {"target": say("Choose another topic.")})
    await turn.store.topics.merge_topics(old, target)
    await turn.store.search_terms.move_missed_searches(old.id, target.id)
    await _redraw_topic_questions(turn, target)
    await send_waiting_records(turn.store, [target])
    turn.classifier.stale = True
    names = {"old": old.get_name(say.language), "topic": target.get_name(say.language)}
    return build_text_reply(say("{old} is part of {topic} now. Old questions follow.", **names))


async def _draw_topic_admin_form(turn: Turn, topic: Topic | None) -> Form:
    say, store = turn.say, turn.store
    deputy_ids = await store.topics.list_topic_deputy_ids(topic.id) if topic else set()
    leads = (
        [person.id for person in await store.topics.list_topic_leads(topic.id) if person.id not in deputy_ids]
        if topic
        else []
    )
    words = "\n".join(_format_keyword_lines(topic)) if topic else ""
    deputies = await draw_people_field(turn, "deputies", say("Deputies"), sorted(deputy_ids), among=CONFIRMED)
    hint = say("One per line. A star before a word (*grid) means that the word alone points here.")
    fields = (
        Field("name_nb", say("Name in bokmål"), value=topic.name_nb if topic else "", most=120),
        Field("name_nn", say("Name in nynorsk"), value=topic.name_nn if topic else "", most=120, required=False),
        Field("name_en", say("Name in English"), value=topic.name_en if topic else "", most=120, required=False),
        *_draw_description_fields(say, topic),
        Field("keywords", say("Keywords"), "text", words, hint, required=False),
        await draw_people_field(turn, "leads", say("Topic leads"), leads, among=CONFIRMED),
        replace(deputies, folded=True),
    )
    title = say("Edit topic") if topic else say("Add topic")
    return Form(title, "admin.topic", fields, say("Save"), topic.slug if topic else "")


def _draw_description_fields(say: Say, topic: Topic | None) -> Iterator[Field]:
    written = (topic.description, topic.description_nn, topic.description_en) if topic else ("", "", "")
    labels = (say("Description in bokmål"), say("Description in nynorsk"), say("Description in English"))
    names = ("description", "description_nn", "description_en")
    for name, label, value in zip(names, labels, written, strict=True):
        yield Field(name, label, "text", value, most=1000, required=False, folded=name != "description")


async def _load_topic_by_slug(turn: Turn, slug: str) -> Topic:
    topic = await turn.store.topics.find_topic_by_slug(slug)
    if topic is None:
        raise UserError(turn.say("That topic no longer exists. Write “topics” to see them all."))
    return topic


async def _need_unused_topic_names(turn: Turn, topic: Topic | None, names: dict[str, str]) -> None:
    """Raise UserError if another topic has one of the names: askers could not tell the topics apart."""
    wanted = {normalise_name(name): field for field, name in reversed(names.items())}
    for other in await turn.store.topics.list_all_topics():
        for name in (other.name_nb, other.name_nn, other.name_en):
            if (topic is None or other.id != topic.id) and normalise_name(name) in wanted:
                raise UserError("", {wanted[normalise_name(name)]: turn.say("Another topic has that name.")})


async def _redraw_topic_questions(turn: Turn, topic: Topic) -> None:
    """Redraw the newest question cards, because they show the topic's name."""
    for id in await turn.store.topics.list_unsolved_question_ids(topic.id, limit=REDRAWN):
        await turn.store.outbox.refresh_copies(build_question_subject(id))


def _format_keyword_lines(topic: Topic) -> list[str]:
    """Format the keywords as lines of the form, as many as fit."""
    lines, room = [], 3000
    for word in topic.keywords:
        line = ("*" if word.get("head") else "") + word["term"]
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    return lines


def _parse_keywords(text: str, beyond: list[Any]) -> list[Any]:
    """Parse the lines; "*nett" is a head word. Keywords that did not fit into the form are kept."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        term = line.strip().lstrip("*").strip()
        if term:
            found.setdefault(term.casefold(), {"term": term, "head": line.strip().startswith("*")})
    for word in beyond:
        found.setdefault(word["term"].casefold(), word)
    return list(found.values())
