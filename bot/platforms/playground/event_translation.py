"""Translate what somebody does on the page to an event. All functions are pure and decide nothing."""

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
from handlers.chat.rich_text.plain_text import extract_plain_text
from storage.playground import playground_chat
from storage.playground.playground_chat import BOT, DIRECT, PlaygroundMember

NAME, WORKSPACE = playground_chat.PLATFORM, playground_chat.WORKSPACE
COMMAND = "/arena"

Id = Annotated[str, Meta(pattern=r"^[A-Za-z0-9-]{8,64}$")]
Name = Annotated[str, Meta(max_length=129)]
Words = Annotated[str, Meta(max_length=12_000)]


class PageAction(msgspec.Struct, frozen=True, kw_only=True):
    """Represent something done on the page.

    The page makes the `id`, so that a repeated request has the same one.
    """

    id: Id


class WriteMessage(PageAction, frozen=True, kw_only=True):
    channel: Name
    thread: Name = ""
    text: Words
    #: ids of files that were sent before
    files: Annotated[tuple[Name, ...], Meta(max_length=5)] = ()


class EditMessage(PageAction, frozen=True, kw_only=True):
    message: Name
    text: Words


class RemoveMessage(PageAction, frozen=True, kw_only=True):
    message: Name


class SetReaction(PageAction, frozen=True, kw_only=True):
    message: Name
    emoji: Annotated[str, Meta(min_length=1, max_length=16)]
    added: bool = True


class PressButton(PageAction, frozen=True, kw_only=True):
    """Represent a click on a button of a card.

    `aside`: the card is on the home page or among search results, not in a channel.
    """

    channel: Name
    thread: Name = ""
    message: Name = ""
    do: Name
    value: Words = ""
    aside: bool = False


class ChooseShortcut(PageAction, frozen=True, kw_only=True):
    """Represent the choice of a shortcut in the menu of a message."""

    message: Name
    do: Name


class SubmitForm(PageAction, frozen=True, kw_only=True):
    """Represent a filled form; `message` is the message whose button opened the form."""

    channel: Name
    thread: Name = ""
    message: Name = ""
    do: Name
    value: Words = ""
    values: dict[str, str | tuple[str, ...]] = {}
    aside: bool = False


class SearchSolutions(PageAction, frozen=True, kw_only=True):
    text: Words
    skip: Annotated[int, Meta(ge=0, le=10_000)] = 0


class InviteBot(PageAction, frozen=True, kw_only=True):
    channel: Name
    added: bool = True


class OpenBotPage(PageAction, frozen=True, kw_only=True):
    """Open the home page, or the chat with the bot for the first time."""


def build_page_place(channel: str, thread: str = "") -> Place:
    return Place(NAME, WORKSPACE, channel, thread)


def build_page_sender(member: PlaygroundMember) -> Sender:
    return Sender(NAME, WORKSPACE, member.user, member.name, member.guest, member.language)


def build_private_place(member: PlaygroundMember, channel: str, thread: str = "") -> Place:
    """Return the place that only this member reads: beside a channel's messages, or in the direct chat."""
    return Place(NAME, WORKSPACE, "" if channel.startswith(DIRECT) else channel, thread, member.user)


def split_bot_mention(text: str, name: str) -> tuple[bool, str]:
    """Return True if the text mentions the bot, and the text without that mention."""
    rest, n = re.subn(rf"(?<!\w)@{re.escape(name)}(?!\w)[,:]?", "", text, count=1, flags=re.IGNORECASE)
    return n > 0, rest.strip()


def build_page_command(member: PlaygroundMember, action: WriteMessage) -> Command:
    """Translate `/arena ...`, which nobody else sees."""
    name, rest = verbs.parse_command(action.text.strip()[len(COMMAND) :])
    return Command(
        **build_event_fields(member, action, action.channel, action.thread),
        reply_to=build_private_place(member, action.channel, action.thread),
        name=name or "ask",
        text=extract_plain_text(rest),
        markup=rest,
    )


def build_page_message(
    member: PlaygroundMember, action: PageAction, row: playground_chat.Message, text: str, *, addressed: bool
) -> Message:
    return Message(
        **build_event_fields(member, action, row.channel, row.thread),
        reply_to=build_private_place(member, row.channel, row.thread),
        text=extract_plain_text(text),
        markup=text,
        message=row.id,
        addressed=addressed,
    )


def build_page_edit(
    member: PlaygroundMember, action: PageAction, row: playground_chat.Message, text: str, *, addressed: bool
) -> Edited:
    common = build_event_fields(member, action, row.channel, row.thread)
    plain = extract_plain_text(text)
    return Edited(**common, message=row.id, text=plain, markup=text, addressed=addressed)


def build_page_deletion(member: PlaygroundMember, action: RemoveMessage, channel: str, thread: str) -> Deleted:
    return Deleted(**build_event_fields(member, action, channel, thread), message=action.message)


def build_page_reaction(member: PlaygroundMember, action: SetReaction, row: playground_chat.Message) -> Reacted:
    common = build_event_fields(member, action, row.channel, row.thread)
    return Reacted(**common, message=row.id, emoji=action.emoji, added=action.added)


def build_page_click(member: PlaygroundMember, action: PressButton) -> Click:
    common = build_event_fields(member, action, action.channel, action.thread)
    return Click(**common, name=action.do, value=action.value, message=action.message)


def build_page_shortcut(
    member: PlaygroundMember,
    action: ChooseShortcut,
    row: playground_chat.Message,
    text: str,
    author: PlaygroundMember | None,
) -> Click:
    wrote = None if row.author == BOT or author is None else build_page_sender(author)
    plain = extract_plain_text(text)
    quoted = Quoted(row.id, plain, wrote, build_page_place(row.channel, row.thread), markup=text)
    return Click(**build_event_fields(member, action, row.channel, row.thread), name=action.do, quoted=quoted)


def build_page_submission(member: PlaygroundMember, action: SubmitForm) -> Submission:
    common = build_event_fields(member, action, action.channel, action.thread)
    values: Mapping[str, str | tuple[str, ...]] = dict(action.values)
    return Submission(**common, name=action.do, value=action.value, message=action.message, values=values)


def build_page_query(member: PlaygroundMember, action: SearchSolutions) -> Query:
    common = build_event_fields(member, action, DIRECT + member.user)
    return Query(**common, name="solutions.find", text=action.text, skip=action.skip)


def build_home_opening(member: PlaygroundMember, action: OpenBotPage) -> HomeOpened:
    return HomeOpened(**build_event_fields(member, action, DIRECT + member.user))


def build_page_invitation(member: PlaygroundMember, action: InviteBot) -> Invited:
    where = action.channel if action.added else DIRECT + member.user  # after its removal it cannot post there
    common = build_event_fields(member, action, action.channel)
    return Invited(
        **common, reply_to=build_private_place(member, where), room_name=f"#{action.channel}", added=action.added
    )


def build_page_arrival(member: PlaygroundMember) -> Arrived:
    """Return the arrival of a member. Its id is the same each time, since a person arrives once."""
    direct = DIRECT + member.user
    return Arrived(
        id=f"{NAME}:{WORKSPACE}:{member.user}:arrived",
        sender=build_page_sender(member),
        place=build_page_place(direct),
        direct=True,
        reply_to=build_private_place(member, direct),
    )


class EventFields(TypedDict):
    id: str
    sender: Sender
    place: Place
    direct: bool
    kept_at: Place | None


def build_event_fields(member: PlaygroundMember, action: PageAction, channel: str, thread: str = "") -> EventFields:
    aside = isinstance(action, PressButton | SubmitForm) and action.aside  # the home page shows its answer itself
    return {
        "id": f"{NAME}:{WORKSPACE}:{member.user}:{action.id}",
        "sender": build_page_sender(member),
        "place": build_page_place(channel, thread),
        "direct": channel.startswith(DIRECT),
        "kept_at": None if aside else build_private_place(member, channel, thread),
    }
