"""Topics, as the secretariat keeps them: add, rename, change, merge; old questions follow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handlers.access.organisation_fields import people_chosen, people_field, plain
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.naming import subject
from handlers.directory.rooms.linking import send_waiting
from handlers.directory.slugs import slug_of
from handlers.directory.topics.listing import whereabouts
from storage.directory.topics import Topic

router = Router()
#: topics on one card; cards of questions that are redrawn when a topic changes
PAGE, REDRAWN = 9, 50


@router.on(Click, "admin.topics")
async def list_topics(event: Click, turn: Turn) -> Reply:
    """The page that begins with this topic, in place of the one before; empty for a first look."""
    say, rows = turn.say, await turn.store.topics.all()
    skip = int(event.value) if event.value.isdecimal() and int(event.value) < len(rows) else 0
    parts: list[Part] = []
    for topic in rows[skip : skip + PAGE]:
        row = (
            Button(say("Change"), "admin.topic", topic.slug),
            Button(say("Merge"), "admin.merge", topic.slug),
        )
        parts.append(
            Item(topic.name(say.language), note=f"{topic.slug} · {await whereabouts(turn, topic)}", buttons=row)
        )
    last = [Button(say("Add topic"), "admin.topic", style="primary")]
    if skip:
        last.append(Button(say("Previous page"), "admin.topics", str(max(0, skip - PAGE))))
    if skip + PAGE < len(rows):
        last.append(Button(say("Next page"), "admin.topics", str(skip + PAGE)))
    return Reply(Card(say("Topics"), (*parts, Buttons(tuple(last)))), replace=bool(event.value))


@router.on(Click, "admin.topic", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    """Change the topic of this slug; without one, add a topic."""
    topic = await _found(turn, event.value) if event.value else None
    return Reply(form=await _form(turn, topic))


@router.on(Submission, "admin.topic")
async def save(event: Submission, turn: Turn) -> Reply:
    say, store = turn.say, turn.store
    topic = await _found(turn, event.value) if event.value else None
    name = event.text("name_nb")[:120]
    if not name:
        raise UserError("", {"name_nb": say("Give the topic a name.")})
    names = {
        "name_nb": name,
        "name_nn": event.text("name_nn")[:120] or name,
        "name_en": event.text("name_en")[:120] or name,
    }
    await _need_new(turn, topic, names)
    leads, deputies = await people_chosen(turn, event, "leads"), await people_chosen(turn, event, "deputies")
    if topic is None:
        slug = await store.topics.free_slug(slug_of(name))
        topic = await store.topics.add(Topic(slug=slug, keywords=[], examples=[], **names))
    else:
        topic.name_nb, topic.name_nn, topic.name_en = names["name_nb"], names["name_nn"], names["name_en"]
    beyond = topic.keywords[len(_shown(topic)) :]
    topic.keywords = _keywords(event.text("keywords"), beyond)
    topic.description = event.text("description")
    topic.description_nn, topic.description_en = event.text("description_nn"), event.text("description_en")
    await store.topics.entrust(topic.id, [one.id for one in leads], [one.id for one in deputies])
    await _redraw(turn, topic)
    turn.mind.stale = True
    return note(say("The topic {topic} is saved.", topic=topic.name(say.language)))


@router.on(Click, "admin.merge", opens=True)
async def choose_target(event: Click, turn: Turn) -> Reply:
    say, old = turn.say, await _found(turn, event.value)
    options = tuple((row.slug, row.name(say.language)) for row in await turn.store.topics.all() if row.id != old.id)
    target = Field("target", say("Merge into"), "choice", options=options)
    what = say("Questions, solutions, rooms, leads and followers move. The old name still leads there.")
    title = say("Merge topic")
    return Reply(
        form=Form(title, "admin.merge", (target,), say("Merge"), old.slug, note=f"{old.name(say.language)}. {what}")
    )


@router.on(Submission, "admin.merge")
async def merge(event: Submission, turn: Turn) -> Reply:
    say, old = turn.say, await _found(turn, event.value)
    target = await turn.store.topics.by_slug(event.text("target")) if event.text("target") else None
    if target is None or target.id == old.id:
        raise UserError("", {"target": say("Choose another topic.")})
    await turn.store.topics.merge(old, target)
    await turn.store.searches.move(old.id, target.id)
    await _redraw(turn, target)
    await send_waiting(turn.store, [target])
    turn.mind.stale = True
    names = {"old": old.name(say.language), "topic": target.name(say.language)}
    return note(say("{old} is part of {topic} now. Old questions follow.", **names))


async def _form(turn: Turn, topic: Topic | None) -> Form:
    say, store = turn.say, turn.store
    deputies = await store.topics.deputies(topic.id) if topic else set()
    leads = [person.id for person in await store.topics.leads(topic.id) if person.id not in deputies] if topic else []
    words = "\n".join(_shown(topic)) if topic else ""
    hint = say("One per line. A star before it (*grid) marks a word that points here by itself.")
    fields = (
        Field("name_nb", say("Name in bokmål"), value=topic.name_nb if topic else "", most=120),
        Field("name_nn", say("Name in nynorsk"), value=topic.name_nn if topic else "", most=120, required=False),
        Field("name_en", say("Name in English"), value=topic.name_en if topic else "", most=120, required=False),
        *_descriptions(say, topic),
        Field("keywords", say("Keywords"), "text", words, hint, required=False),
        await people_field(turn, "leads", say("Topic leads"), leads),
        await people_field(turn, "deputies", say("Deputies"), sorted(deputies)),
    )
    title = say("Edit topic") if topic else say("Add topic")
    return Form(title, "admin.topic", fields, say("Save"), topic.slug if topic else "")


def _descriptions(say: Say, topic: Topic | None) -> Iterator[Field]:
    written = (topic.description, topic.description_nn, topic.description_en) if topic else ("", "", "")
    labels = (say("Description in bokmål"), say("Description in nynorsk"), say("Description in English"))
    names = ("description", "description_nn", "description_en")
    for name, label, value in zip(names, labels, written, strict=True):
        yield Field(name, label, "text", value, most=1000, required=False)


async def _found(turn: Turn, slug: str) -> Topic:
    topic = await turn.store.topics.by_slug(slug)
    if topic is None:
        raise UserError(turn.say("That topic is gone. Write «topics» to see them all."))
    return topic


async def _need_new(turn: Turn, topic: Topic | None, names: dict[str, str]) -> None:
    """Two topics of one name would be one choice too many for everybody who asks."""
    wanted = {plain(name): field for field, name in reversed(names.items())}
    for other in await turn.store.topics.all():
        for name in (other.name_nb, other.name_nn, other.name_en):
            if (topic is None or other.id != topic.id) and plain(name) in wanted:
                raise UserError("", {wanted[plain(name)]: turn.say("Another topic has that name.")})


async def _redraw(turn: Turn, topic: Topic) -> None:
    """Question cards carry the topic's name; the newest are redrawn."""
    for id in await turn.store.topics.unsolved(topic.id, limit=REDRAWN):
        await turn.store.outbox.refresh(subject(id))


def _shown(topic: Topic) -> list[str]:
    """The keywords as lines of the form, as many as it has room for."""
    lines, room = [], 3000
    for word in topic.keywords:
        line = ("*" if word.get("head") else "") + word["term"]
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    return lines


def _keywords(text: str, beyond: list[Any]) -> list[Any]:
    """ "*nett" is a head word; what the form had no room for is kept."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        term = line.strip().lstrip("*").strip()
        if term:
            found.setdefault(term.casefold(), {"term": term, "head": line.strip().startswith("*")})
    for word in beyond:
        found.setdefault(word["term"].casefold(), word)
    return list(found.values())
