"""The drill of an operator: messages before and after a backup, which is then restored; what goes out again, or never.

The chats keep what was sent. What was promised in the backup must be in them once, and nobody who presses what is still
there, or answers below it, may reach another record than the one it was about.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import sqlalchemy as sa

from bot.cli import commands
from bot.settings import read_settings
from handlers.chat.events import Click, Message
from handlers.chat.places import Place
from storage.kit.backups import write_backup
from storage.kit.database import Database
from storage.questions.answers import Answer
from storage.questions.questions import Question
from storage.queue.delivery_rows import PENDING, POST, UNKNOWN, Delivery
from tests.conversation import GONE, WORKSPACE, Conversation, Post, Someone
from tests.postgres import Server

MESSAGES = 30


@dataclass
class Verdict:
    """What came of one round; each line is a message or a button."""

    before: int = 0
    after: int = 0
    again: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@contextmanager
def copied(database: Database, server: Server | None, folder: Path) -> Iterator[str]:
    """A backup, as a database of its own."""
    path = folder / "backup"
    write_backup(database.engine.url, path, {"PATH": str(server.program("pg_dump").parent)} if server else {})
    if server is None:
        yield f"sqlite:///{path}"
        return
    server.sql("CREATE DATABASE backup")
    server.run("pg_restore", "-d", server.url("backup"), str(path))
    try:
        yield server.url("backup")
    finally:
        server.sql("DROP DATABASE backup WITH (FORCE)")


async def drill(database: Database, server: Server | None, folder: Path, chance: random.Random) -> Verdict:
    """One round."""
    verdict = Verdict()
    talk = await Conversation(database).begin()
    people = await _network(talk)
    asked = _asking(chance)
    for _ in range(MESSAGES):
        if len(talk.posts) >= MESSAGES:
            break
        await chance.choice(people).commands(next(asked))
    for _ in range(3):  # these are due, and not sent: their receipts are not even promised
        await _ask_quietly(chance.choice(people), next(asked))
    verdict.before = len(talk.posts)
    await database.close()
    with copied(database, server, folder) as url:
        await talk.settle()
        known = list(talk.posts)
        for _ in range(MESSAGES):
            if len(talk.posts) >= verdict.before + MESSAGES:
                break
            await chance.choice(people).commands(next(asked))
            await chance.choice(people).replies(_card(chance, talk, known), f"We did it so: {chance.random()}")
        verdict.after = len(talk.posts) - verdict.before
        promised = await _promised(url)
        restored = Database(url, clock=database.clock)
        try:
            assert await commands.run_restored_command(read_settings({"DATABASE_URL": url})) == 0
            await _judge(await _again(talk, restored), talk, people, promised, verdict, asked)
        finally:
            await restored.close()
    return verdict


async def _network(talk: Conversation) -> list[Someone]:
    for channel, platform in (("grid", "fake"), ("hall", "fake"), ("other-grid", "other")):
        await talk.carries(channel, "nett", platform=platform)
    ola = await talk.person("ola", organisation="alfa")
    kari = await talk.person("kari", organisation="beta")
    return [ola, kari, await talk.person("eva", organisation="gamma", leads="nett")]


def _asking(chance: random.Random) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"How do you share the queue for grid capacity in house {number} of row {chance.randrange(10**6)}?"


async def _ask_quietly(who: Someone, text: str) -> None:
    """The process ends before anything of it goes out."""
    from handlers.chat.events import Command

    place = Place(who.platform, WORKSPACE, f"D{who.user}")
    await who.talk.dispatcher(
        Command(id=who.talk.next_id(), sender=who.sender, place=place, direct=True, name="ask", text=text)
    )


def _card(chance: random.Random, talk: Conversation, known: list[Post]) -> Post:
    cards = [post for post in known if post.place.channel == "grid" and "Answer" in post.labels]
    return chance.choice(cards)


async def _promised(url: str) -> dict[str, str]:
    """Id -> key of what the backup has promised by now, or told already."""
    backup = Database(url)
    async with backup.read() as store:
        which = sa.and_(Delivery.op == POST, Delivery.due_at <= store.now)
        rows = await store.session.scalars(sa.select(Delivery).where(which))
        found = {row.id: row.search_marks for row in rows}
    await backup.close()
    return found


async def _again(talk: Conversation, restored: Database) -> Conversation:
    """The bot on the restored database, in the same chats."""
    anew = Conversation(restored)
    anew.platforms.update(talk.platforms)
    anew._ids = talk._ids
    await anew.begin()
    for _ in range(60):
        await anew.courier.sweep_unknown_outcomes()
        await anew.settle()
        async with restored.read() as store:
            states = await store.deliveries.count_deliveries_by_state()
        if not states.get(UNKNOWN):
            break
    return anew


async def _judge(
    anew: Conversation, talk: Conversation, people: list[Someone], promised: dict[str, str], verdict: Verdict,
    asked: Iterator[str],
) -> None:  # fmt: skip
    words = [set(post.key.split()) for post in anew.posts]
    times = Counter(word for key in words for word in key)
    verdict.again += sorted(word for word, count in times.items() if count > 1)
    async with anew.database.read() as store:
        pending = await store.session.scalars(
            sa.select(Delivery.template).where(Delivery.state.in_(PENDING), Delivery.due_at <= store.now)
        )
        verdict.lost += [f"in the future: {template}" for template in pending]
        over = {row.id for row in await store.session.scalars(sa.select(Delivery).where(Delivery.state == "cancelled"))}
    verdict.lost += [id for id, marks in promised.items() if id not in over and times.keys().isdisjoint(marks.split())]
    await _press_all(anew, people, verdict, asked)


async def _press_all(anew: Conversation, people: list[Someone], verdict: Verdict, asked: Iterator[str]) -> None:
    """Cards of records that were lost: each button, and a line below; with new records beside them."""
    old = list(anew.posts)
    here = [replace(who, talk=anew) for who in people]
    for who in here:
        await who.commands(next(asked))
    async with anew.database.read() as store:
        known = {str(id) for id in await store.session.scalars(sa.select(Question.id))}
        known |= {str(id) for id in await store.session.scalars(sa.select(Answer.id))}
        before = [await _count(store, table) for table in (Answer, Question)]
    lost = 0
    for post in old:
        for button in post.card.list_buttons():
            if not button.value.isdecimal() or button.value in known or button.do.startswith("home."):
                continue
            lost += 1
            place = Place(here[0].platform, WORKSPACE, f"D{here[0].user}")
            click = Click(
                id=anew.next_id(), sender=here[0].sender, place=place, direct=True, name=button.do, value=button.value
            )
            reply = await anew.dispatcher(click)
            if reply is None or reply.card is None or GONE not in reply.card.fallback:
                verdict.foreign.append(f"{button.do} {button.value}: {reply}")
        async with anew.database.read() as store:
            place = post.place
            mine = await store.channel_messages.find_delivery_of_message(
                place.platform, place.workspace, place.channel, post.id
            )
        if place.channel and mine is None:
            line = Message(
                id=anew.next_id(), sender=here[0].sender, place=post.place.move_to_thread(post.id), text="We did it so",
                message=anew.next_id(), reply_to=post.place.move_to_thread(post.id).narrow_to_user("ola"),
                orphaned=True,
            )  # fmt: skip
            reply = await anew.dispatcher(line)
            await anew.settle()
            if "I no longer know the message you replied to" not in here[0].last.text:
                verdict.foreign.append(f"below {post.id}: {reply}")
    async with anew.database.read() as store:
        after = [await _count(store, table) for table in (Answer, Question)]
    if before != after or not lost:
        verdict.foreign.append(f"{lost} buttons; answers and questions: {before} before, {after} after")


async def _count(store: object, table: type) -> int:
    return int(await store.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0)  # type: ignore[attr-defined]
