"""List the streams of the reader's organisations, and take down that an organisation has none."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.sites.lookup import list_site_organisations
from handlers.exchange.streams.lookup import need_stream_writer
from handlers.exchange.streams.proposed_streams import list_pending_proposals
from handlers.exchange.streams.stream_labels import title_stream
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.exchange.streams import Stream

router = Router()
PAGE = 4


@router.on(Click, "streams.page")
async def on_stream_list_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_stream_list(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_stream_list(turn: Turn, skip: int = 0) -> Card:
    say, streams = turn.say, await _list_visible_streams(turn)
    about = say("What flows in and out of your sites. Your organisation and the secretariat alone see it.")
    parts: list[Part] = [Text(about), *(await list_pending_proposals(turn) if not skip else ())]
    parts += [await _draw_stream_item(turn, stream) for stream in streams[skip : skip + PAGE]]
    parts += draw_page_note(say, skip, PAGE, len(streams))
    if not streams:
        none = await _find_declared_day(turn)
        parts.append(Text(none or say("No stream is written down yet."), "subtle"))
    row = await _list_writer_buttons(turn, streams)
    row += [] if turn.person.guest else [Button(say("Map of parks"), "streams.map")]
    row += draw_page_buttons(say, "streams.page", skip, PAGE, more=len(streams) > skip + PAGE)
    parts += [Buttons(tuple(row))] if row else []
    return Card(say("Streams"), (*parts, *await draw_unconfirmed_notice(turn)))


async def _list_visible_streams(turn: Turn) -> Sequence[Stream]:
    """List the streams of the reader's organisations; the secretariat sees those of all."""
    if turn.person.secretariat:
        return await turn.store.streams.list_all_streams()
    mine = await list_reader_organisation_ids(turn.store, turn.person)
    return await turn.store.streams.list_streams_of_organisations(mine)


async def _draw_stream_item(turn: Turn, stream: Stream) -> Item:
    site = await turn.store.sites.find(stream.site_id)
    show = Button(turn.say("Show"), "streams.open", str(stream.id))
    return Item(title_stream(turn.say, stream), stream.name, site.name if site is not None else "", (show,))


async def _list_writer_buttons(turn: Turn, streams: Sequence[Stream]) -> list[Button]:
    organisations = await list_site_organisations(turn)
    if not organisations:
        return []
    say = turn.say
    row = [
        Button(say("Add a stream"), "streams.write", style="primary"),
        Button(say("Paste a table"), "exchange.import", "streams"),
    ]
    if len(organisations) == 1 and not streams:
        ask = say("Say that your organisation has no streams to tell of?")
        row.append(Button(say("No streams to tell of"), "streams.none", str(organisations[0].id), confirm=ask))
    return row


async def _find_declared_day(turn: Turn) -> str:
    """Return that the reader's organisation has said that it has none, and when; empty where it has not."""
    at = (await turn.store.streams.map_declarations()).get(turn.person.stands_for or 0)
    return (
        turn.say("Your organisation has no streams to tell of, as of {day}.", day=turn.say.format_day(at)) if at else ""
    )


@router.on(Click, "streams.none")
async def on_stream_none(event: Click, turn: Turn) -> Reply:
    """Take down that an organisation has no streams to tell of: it has answered, and is not asked again."""
    id = next((one.id for one in await list_site_organisations(turn) if str(one.id) == event.value), 0)
    await need_stream_writer(turn, id)
    if not id:
        raise Missing(turn.say("I cannot find that organisation."))
    if await turn.store.streams.list_streams_of_organisations([id]):
        raise UserError(turn.say("Your organisation has streams here. Remove them first."))
    await turn.store.streams.declare_none(id)
    return Reply(await draw_stream_list(turn), replace=event.direct)
