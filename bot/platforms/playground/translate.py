"""From what somebody does on the page to an event: pure functions, nothing decided here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, TypedDict

import msgspec
from msgspec import Meta

from handlers.chat import verbs
from handlers.chat.events import (
    Arrived,
    Click,
    Command,
    Deleted,
    Edited,
    HomeOpened,
    Invited,
    Message,
    Query,
    Quoted,
    Reacted,
    Sender,
    Submission,
)
from handlers.chat.places import Place
from storage.playground import playground_chat as rows
from storage.playground.playground_chat import BOT, DIRECT, Member

NAME, WORKSPACE = rows.PLATFORM, rows.WORKSPACE
COMMAND = "/arena"

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{8,64}$")]
Name = Annotated[str, Meta(max_length=129)]
Words = Annotated[str, Meta(max_length=12_000)]


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Something done on the page. `id` is made by the page, so that a repeated request has the same one."""

    id: Id


class Write(Action, frozen=True, kw_only=True):
    channel: Name
    thread: Name = ""
    text: Words


class Edit(Action, frozen=True, kw_only=True):
    message: Name
    text: Words


class Remove(Action, frozen=True, kw_only=True):
    message: Name


class React(Action, frozen=True, kw_only=True):
    message: Name
    emoji: Annotated[str, Meta(min_length=1, max_length=16)]
    added: bool = True


class Press(Action, frozen=True, kw_only=True):
    """A button of a card. `aside`: the card is on the home page or among search results, not in a channel."""

    channel: Name
    thread: Name = ""
    message: Name = ""
    do: Name
    value: Words = ""
    aside: bool = False


class Point(Action, frozen=True, kw_only=True):
    """A shortcut in the menu of a message."""

    message: Name
    do: Name


class Submit(Action, frozen=True, kw_only=True):
    """A filled form; `message` is the one whose button opened it."""

    channel: Name
    thread: Name = ""
    message: Name = ""
    do: Name
    value: Words = ""
    values: dict[str, str | tuple[str, ...]] = {}
    aside: bool = False


class Search(Action, frozen=True, kw_only=True):
    text: Words
    skip: Annotated[int, Meta(ge=0, le=10_000)] = 0


class Invite(Action, frozen=True, kw_only=True):
    channel: Name
    added: bool = True


class Look(Action, frozen=True, kw_only=True):
    """Somebody opens the home page, or the chat with the bot for the first time."""


def place(channel: str, thread: str = "") -> Place:
    return Place(NAME, WORKSPACE, channel, thread)


def sender(member: Member) -> Sender:
    return Sender(NAME, WORKSPACE, member.user, member.name, member.guest, member.language)


def private(member: Member, channel: str, thread: str = "") -> Place:
    """Where only this member reads: beside what is said in a channel, or in the direct chat."""
    return Place(NAME, WORKSPACE, "" if channel.startswith(DIRECT) else channel, thread, member.user)


def mentioned(text: str, name: str) -> tuple[bool, str]:
    """Whether the bot is mentioned, and the text without that."""
    rest, n = re.subn(rf"(?<!\w)@{re.escape(name)}(?!\w)[,:]?", "", text, count=1, flags=re.IGNORECASE)
    return n > 0, rest.strip()


def command(member: Member, action: Write) -> Command:
    """`/arena ...`, which nobody else sees."""
    name, rest = verbs.parse(action.text.strip()[len(COMMAND) :])
    return Command(
        **_common(member, action, action.channel, action.thread),
        reply_to=private(member, action.channel, action.thread),
        name=name or "ask",
        text=rest,
    )


def message(member: Member, action: Write, row: rows.Message, text: str, *, addressed: bool) -> Message:
    return Message(
        **_common(member, action, row.channel, row.thread),
        reply_to=private(member, row.channel, row.thread),
        text=text,
        message=row.id,
        addressed=addressed,
    )


def edited(member: Member, action: Edit, row: rows.Message, text: str, *, addressed: bool) -> Edited:
    common = _common(member, action, row.channel, row.thread)
    return Edited(**common, message=row.id, text=text, addressed=addressed)


def deleted(member: Member, action: Remove, channel: str, thread: str) -> Deleted:
    return Deleted(**_common(member, action, channel, thread), message=action.message)


def reacted(member: Member, action: React, row: rows.Message) -> Reacted:
    common = _common(member, action, row.channel, row.thread)
    return Reacted(**common, message=row.id, emoji=action.emoji, added=action.added)


def click(member: Member, action: Press) -> Click:
    common = _common(member, action, action.channel, action.thread)
    return Click(**common, name=action.do, value=action.value, message=action.message)


def shortcut(member: Member, action: Point, row: rows.Message, text: str, author: Member | None) -> Click:
    wrote = None if row.author == BOT or author is None else sender(author)
    quoted = Quoted(row.id, text, wrote, place(row.channel, row.thread))
    return Click(**_common(member, action, row.channel, row.thread), name=action.do, quoted=quoted)


def submission(member: Member, action: Submit) -> Submission:
    common = _common(member, action, action.channel, action.thread)
    values: Mapping[str, str | tuple[str, ...]] = dict(action.values)
    return Submission(**common, name=action.do, value=action.value, values=values)


def query(member: Member, action: Search) -> Query:
    common = _common(member, action, DIRECT + member.user)
    return Query(**common, name="solutions.find", text=action.text, skip=action.skip)


def home(member: Member, action: Look) -> HomeOpened:
    return HomeOpened(**_common(member, action, DIRECT + member.user))


def invited(member: Member, action: Invite) -> Invited:
    where = action.channel if action.added else DIRECT + member.user  # once out, it can write there no more
    common = _common(member, action, action.channel)
    return Invited(**common, reply_to=private(member, where), room_name=f"#{action.channel}", added=action.added)


def arrived(member: Member) -> Arrived:
    """The id is the same each time: a person arrives once."""
    direct = DIRECT + member.user
    return Arrived(
        id=f"{NAME}:{WORKSPACE}:{member.user}:arrived",
        sender=sender(member),
        place=place(direct),
        direct=True,
        reply_to=private(member, direct),
    )


class _Common(TypedDict):
    id: str
    sender: Sender
    place: Place
    direct: bool


def _common(member: Member, action: Action, channel: str, thread: str = "") -> _Common:
    return {
        "id": f"{NAME}:{WORKSPACE}:{member.user}:{action.id}",
        "sender": sender(member),
        "place": place(channel, thread),
        "direct": channel.startswith(DIRECT),
    }
