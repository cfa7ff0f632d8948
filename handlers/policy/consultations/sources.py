"""Watch web addresses for new consultations.

The secretariat adds the addresses, and sees how old their data is.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from handlers.access import rights
from handlers.access.rights import audit_trail
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.meetings.form_parser import is_web_link
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.policy.consultations.forms import LINK
from storage.kit.database import Store
from storage.policy.consultation_sources import WatchedSource

router = Router()
#: Maximum number of sources, because each is polled every few hours.
MOST_SOURCES = 10


class FailingSourceNotice(CardArguments, frozen=True):
    template = "consultations.source_aside"
    for_secretariat = True

    source: int


def list_failure_texts(say: Say) -> dict[str, str]:
    """Return the reasons why a source could not be read, by code."""
    return {
        "unreachable": say("it does not answer"),
        "refused": say("it returns an error"),
        "html": say("it is a web page, not a feed"),
        "large": say("it is too large"),
        "unknown": say("it is nothing that I can read"),
        "forbidden": say("its address is not public"),
        "killed": say("its content stopped the reader"),
        "aside": say("its content has stopped the reader twice; it is paused"),
    }


async def answer_sources_query(turn: Turn, text: str) -> Reply:
    """List the sources for `høring kilde`; with an address, watch that address too."""
    await rights.need_secretariat(turn)
    if text:
        await watch_source(turn, text, "")
        await audit_trail.record_typed_action(turn, "consultations.watch")
    return Reply(await draw_source_list(turn))


@router.on(Click, "consultations.sources")
async def on_consultation_sources(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_source_list(turn))


@router.on(Click, "consultations.watch", opens=True)
async def on_consultation_watch_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    hint = say("A feed (RSS or Atom), a calendar, or the open data of the Storting.")
    field = Field("link", say("Its address"), hint=hint, most=LINK)
    return Reply(form=Form(say("Watch a source"), "consultations.watch", (field,), say("Save")))


@router.on(Submission, "consultations.watch")
async def on_consultation_watch_submit(event: Submission, turn: Turn) -> Reply:
    await watch_source(turn, event.get_text("link"), "link")
    return Reply(await draw_source_list(turn))


@router.on(Click, "consultations.unwatch")
async def on_consultation_unwatch(event: Click, turn: Turn) -> Reply:
    """Remove the source. The consultations it brought are kept."""
    found = await turn.store.consultation_sources.find(parse_id(event.value))
    if found is not None:
        await turn.store.consultation_sources.delete_source(found)
    return build_text_reply(turn.say("I no longer look there. What was found stays."), replace=event.direct)


@router.on(Click, "consultations.read_again")
async def on_consultation_source_read_again(event: Click, turn: Turn) -> Reply:
    """Restore a source that was set aside. It is read at the next poll."""
    found = await turn.store.consultation_sources.find(parse_id(event.value))
    if found is not None:
        found.kills, found.failure = 0, ""
    return Reply(await draw_source_list(turn), replace=event.direct)


async def notify_source_set_aside(store: Store, source: WatchedSource) -> None:
    """Schedule a private message to each of the secretariat about a source that was set aside."""
    for person in await store.people.list_secretariat():
        key = f"source:{source.id}:aside:{store.now.isoformat()}:{person.id}"
        await outgoing.post_to_person(store, person, FailingSourceNotice(source.id), key=key)


@router.card(FailingSourceNotice)
async def draw_source_set_aside_card(view: View[FailingSourceNotice]) -> Card | None:
    source, say = await view.store.consultation_sources.find(view.args.source), view.say
    if source is None or source.failure != "aside":
        return None
    wait_for_reader_hours(view)
    text = say(
        "Twice, {link} has stopped the process that reads it: it takes too long or too much memory. I no longer"
        " read it, and everything else goes on. Check the address before you let me read it again.",
        link=source.link,
    )
    return Card(say("A source has been paused"), (Text(text), Buttons(_draw_source_buttons(say, source))))


def _draw_source_buttons(say: Say, source: WatchedSource) -> tuple[Button, ...]:
    stop = Button(
        say("Remove source"), "consultations.unwatch", str(source.id), "danger", say("I no longer read it then.")
    )
    again = Button(say("Read it again"), "consultations.read_again", str(source.id))
    return (again, stop) if source.failure == "aside" else (stop,)


async def watch_source(turn: Turn, link: str, field: str) -> None:
    """Add the address to the sources.

    Adding it again changes nothing. `field` names the form field for errors; it is empty for a command.
    """
    say = turn.say

    def build_watch_error(text: str) -> UserError:
        return UserError("", {field: text}) if field else UserError(text)

    if not is_web_link(link) or len(link) > LINK:
        raise build_watch_error(say("Paste the whole address, starting with https://."))
    if await turn.store.consultation_sources.find_source_by_link(link) is not None:
        return
    if len(await turn.store.consultation_sources.list_watched_sources()) >= MOST_SOURCES:
        raise build_watch_error(say("I follow {n} sources at most.", n=MOST_SOURCES))
    await turn.store.consultation_sources.add(WatchedSource(link=link, added_by_id=turn.person.id))


async def draw_source_list(turn: Turn) -> Card:
    say, parts = turn.say, list[Part]()
    for source in await turn.store.consultation_sources.list_watched_sources():
        parts.append(Item(source.link, describe_source_status(say, source), buttons=_draw_source_buttons(say, source)))
    if not parts:
        parts.append(Text(say("I am not following any sources. Add an address that announces new consultations.")))
    parts.append(Text(say("What they find waits for the secretariat under “home”."), "subtle"))
    add = Button(say("Watch a source"), "consultations.watch", style="primary")
    return Card(say("Where I look for consultations"), (*parts, Buttons((add,))))


async def draw_failing_sources(turn: Turn) -> list[Part]:
    """Draw the sources that could not be read: there may be consultations that the list does not show."""
    say, failing = (
        turn.say,
        [source for source in await turn.store.consultation_sources.list_watched_sources() if source.failure],
    )
    return [
        Text(f"{get_source_host(source.link)}: {describe_source_status(say, source)}", "subtle") for source in failing
    ]


def get_source_host(link: str) -> str:
    return urlsplit(link).hostname or link


def describe_source_status(say: Say, source: WatchedSource) -> str:
    """Describe how old the data of the source is, and why it is not newer."""
    if source.read_at is None:
        read = say("Not read yet.")
    else:
        read = say("Read {when}: {n} entries.", when=say.format_period(source.read_at), n=source.entries)
    if not source.failure or source.tried_at is None:
        return read
    why = list_failure_texts(say).get(source.failure, source.failure)
    failed = say("⚠️ Could not be read {when}: {why}.", when=say.format_period(source.tried_at), why=why)
    return f"{failed} {read}"
