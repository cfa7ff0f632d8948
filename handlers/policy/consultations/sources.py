"""Sources: addresses that the secretariat has the bot look at for new consultations, and how old what they say is."""

from __future__ import annotations

from urllib.parse import urlsplit

from handlers.access import rights
from handlers.access.rights import trail
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.meetings.reading import is_link
from handlers.policy.consultations.forms import LINK
from storage.kit.database import Store
from storage.policy.consultation_sources import WatchedSource

router = Router()
#: sources at the most: each is asked every few hours
MOST = 10


def failures(say: Say) -> dict[str, str]:
    """Why a source could not be read."""
    return {
        "unreachable": say("it does not answer"),
        "refused": say("it answers with an error"),
        "html": say("it is a web page, and no feed"),
        "large": say("it is too large"),
        "unknown": say("it is nothing that I can read"),
        "forbidden": say("its address is not public"),
        "killed": say("what it says made the reader stop"),
        "aside": say("what it says has made the reader stop twice; it is set aside"),
    }


async def asked(turn: Turn, text: str) -> Reply:
    """`høring kilde` lists them; with an address that one is watched too."""
    await rights.need_secretariat(turn)
    if text:
        await watch(turn, text, "")
        await trail.note_typed(turn, "consultations.watch")
    return Reply(await list_card(turn))


@router.on(Click, "consultations.sources")
async def show(_event: Click, turn: Turn) -> Reply:
    return Reply(await list_card(turn))


@router.on(Click, "consultations.watch", opens=True)
async def ask(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    hint = say("A feed (RSS or Atom), a calendar, or the open data of the Storting.")
    field = Field("link", say("Its address"), hint=hint, most=LINK)
    return Reply(form=Form(say("Watch a source"), "consultations.watch", (field,), say("Save")))


@router.on(Submission, "consultations.watch")
async def save(event: Submission, turn: Turn) -> Reply:
    await watch(turn, event.text("link"), "link")
    return Reply(await list_card(turn))


@router.on(Click, "consultations.unwatch")
async def remove(event: Click, turn: Turn) -> Reply:
    """What it has brought stays."""
    found = await turn.store.sources.find(parse_id(event.value))
    if found is not None:
        await turn.store.sources.remove(found)
    return note(turn.say("I do not look there any more. What it has brought stays."), replace=event.direct)


@router.on(Click, "consultations.read_again")
async def on_consultation_source_read_again(event: Click, turn: Turn) -> Reply:
    """Take up a source that was set aside; it is read at the next look."""
    found = await turn.store.sources.find(parse_id(event.value))
    if found is not None:
        found.kills, found.failure = 0, ""
    return Reply(await list_card(turn), replace=event.direct)


async def tell_set_aside(store: Store, source: WatchedSource) -> None:
    """Promise a private message about it to each of the secretariat."""
    for person in await store.people.secretariat():
        key = f"source:{source.id}:aside:{store.now.isoformat()}:{person.id}"
        await outgoing.to_person(store, person, "consultations.source_aside", {"source": source.id}, key=key)


@router.card("consultations.source_aside")
async def draw_source_set_aside(view: View) -> Card | None:
    source, say = await view.store.sources.find(view["source"]), view.say
    if source is None or source.failure != "aside":
        return None
    text = say(
        "{link} has twice made the process stop that reads it: it takes too long or too much memory. I do not read it"
        " any more, and everything else goes on. Look at the address before you have it read again.",
        link=source.link,
    )
    return Card(say("A source is set aside"), (Text(text), Buttons(_choices(say, source))))


def _choices(say: Say, source: WatchedSource) -> tuple[Button, ...]:
    stop = Button(say("Do not look there"), "consultations.unwatch", str(source.id))
    again = Button(say("Read it again"), "consultations.read_again", str(source.id))
    return (again, stop) if source.failure == "aside" else (stop,)


async def watch(turn: Turn, link: str, field: str) -> None:
    """Known once, however often it is added. `field`: of the form that it was written in."""
    say = turn.say

    def refuse(text: str) -> UserError:
        return UserError("", {field: text}) if field else UserError(text)

    if not is_link(link) or len(link) > LINK:
        raise refuse(say("Paste the whole address, beginning with https://."))
    if await turn.store.sources.by_link(link) is not None:
        return
    if len(await turn.store.sources.all()) >= MOST:
        raise refuse(say("I look at {n} sources at the most.", n=MOST))
    await turn.store.sources.add(WatchedSource(link=link, added_by_id=turn.person.id))


async def list_card(turn: Turn) -> Card:
    say, parts = turn.say, list[Part]()
    for source in await turn.store.sources.all():
        parts.append(Item(source.link, standing(say, source), buttons=_choices(say, source)))
    if not parts:
        parts.append(Text(say("I look nowhere for consultations. Add an address that tells of new ones.")))
    parts.append(Text(say("What they bring waits for the secretariat under «home»."), "subtle"))
    add = Button(say("Watch a source"), "consultations.watch", style="primary")
    return Card(say("Where I look for consultations"), (*parts, Buttons((add,))))


async def troubles(turn: Turn) -> list[Part]:
    """What whoever looks at the list should know of it: a source that is silent may have told of more."""
    say, failing = turn.say, [source for source in await turn.store.sources.all() if source.failure]
    return [Text(f"{host(source.link)}: {standing(say, source)}", "subtle") for source in failing]


def host(link: str) -> str:
    return urlsplit(link).hostname or link


def standing(say: Say, source: WatchedSource) -> str:
    """How old what it says is, and why it is not newer."""
    if source.read_at is None:
        read = say("Not read yet.")
    else:
        read = say("Read {when}: {n} entries.", when=say.when(source.read_at), n=source.entries)
    if not source.failure or source.tried_at is None:
        return read
    why = failures(say).get(source.failure, source.failure)
    failed = say("⚠️ Could not be read {when}: {why}.", when=say.when(source.tried_at), why=why)
    return f"{failed} {read}"
