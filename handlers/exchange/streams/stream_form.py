"""Write down a stream in one form, which a line fills; the next one keeps site and year. Change and remove it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Facts, Form, Part, Reply, Text, build_text_reply
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.describing import Description, describe_text
from handlers.exchange.listings.listing_draft import LINE
from handlers.exchange.listings.listing_fields import format_described_amount, list_own_sites
from handlers.exchange.listings.listing_form import draw_way_to_site
from handlers.exchange.organisation_records import may_write_record
from handlers.exchange.sites.lookup import list_site_organisations
from handlers.exchange.streams.lookup import (
    WRITE,
    load_own_stream,
    load_visible_stream,
    need_stream_writer,
)
from handlers.exchange.streams.stream_fields import draw_stream_fields, parse_stream_fields
from handlers.exchange.streams.stream_labels import list_stream_facts, title_stream
from storage.exchange.sites import Site
from storage.exchange.streams import IN, NAME, OUT, Stream

router = Router()


class StreamDraft(ButtonValue, frozen=True):
    """Hold which stream a form changes, which one the new one follows, and the line that it is made of."""

    stream: int | None
    after: int | None
    text: str = ""


@router.on(Click, "streams.write", opens=True)
async def on_stream_write_open(event: Click, turn: Turn) -> Reply:
    draft = StreamDraft.parse_value(event.value) if event.value else StreamDraft(None, None)
    if draft.stream is None:
        return await open_new_stream(turn, draft)
    stream = await load_own_stream(turn, str(draft.stream))
    fields = draw_stream_fields(turn.say, stream, await _list_sites_of(turn, stream))
    title = turn.say("Change {code}", code=stream.code)
    return Reply(form=Form(title, "streams.write", fields, turn.say("Save"), draft.encode_value()))


async def open_new_stream(turn: Turn, draft: StreamDraft) -> Reply:
    """Open the form with what the line says, or with what the one before has in common with the next."""
    acts = await list_site_organisations(turn) and not turn.person.secretariat
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if acts else ()), action=WRITE)
    sites = await list_own_sites(turn)
    if not sites:
        return Reply(await draw_way_to_site(turn))
    stream = await _prepare_stream(turn, draft, sites)
    fields = draw_stream_fields(turn.say, stream, sites)
    return Reply(form=Form(turn.say("Add a stream"), "streams.write", fields, turn.say("Save"), draft.encode_value()))


async def _prepare_stream(turn: Turn, draft: StreamDraft, sites: Sequence[Site]) -> Stream:
    before = await turn.store.streams.find(draft.after) if draft.after is not None else None
    if before is not None and before.site_id in [site.id for site in sites]:
        return Stream(direction=before.direction, site_id=before.site_id, year=before.year, basis=before.basis)
    return _read_stream_line(draft.text[:LINE])


def _read_stream_line(line: str) -> Stream:
    """Return an unsaved stream with what the line says for certain."""
    first, _, rest = line.partition(" ")
    direction = {"inn": IN, "in": IN, "ut": OUT, "out": OUT}.get(first.casefold())
    said = describe_text(line) if line else Description()
    return Stream(
        direction=direction or (IN if said.direction == "need" else OUT), type=said.type_key or "",
        name=(rest if direction else line)[:NAME], amount=format_described_amount(said), months=list(said.months or ()),
        temperature=None if said.temperature is None else float(said.temperature),
    )  # fmt: skip


async def _list_sites_of(turn: Turn, stream: Stream) -> Sequence[Site]:
    """Return the sites of the stream's organisation: a stream never goes to another one."""
    sites = await turn.store.sites.list_sites_of_organisations([stream.organisation_id])
    rights.need_reader(turn, bool(sites), turn.say("I cannot find that site."))
    return sites


@router.on(Submission, "streams.write")
async def on_stream_write_submit(event: Submission, turn: Turn) -> Reply:
    draft = StreamDraft.parse_value(event.value)
    if draft.stream is not None:
        stream = await load_own_stream(turn, str(draft.stream))
        values = parse_stream_fields(event, turn, stream, await _list_sites_of(turn, stream))
        for name, value in values.items():
            setattr(stream, name, value)
        stream.changed_at = turn.now
        return Reply(await draw_stream_card(turn, stream))
    sites = await list_own_sites(turn)
    return await store_new_stream(event, turn, await _prepare_stream(turn, draft, sites), sites)


async def store_new_stream(event: Submission, turn: Turn, before: Stream, sites: Sequence[Site]) -> Reply:
    """Store what the form says. `before`: what it was filled with."""
    values = parse_stream_fields(event, turn, before, sites)
    await need_stream_writer(turn, values["organisation_id"])
    stream = Stream(**values)
    await turn.store.streams.add_streams([stream])
    return Reply(await draw_stream_card(turn, stream))


@router.on(Click, "streams.open")
async def on_stream_open(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_stream_card(turn, await load_visible_stream(turn, event.value)))


@router.on(Click, "streams.remove")
async def on_stream_remove(event: Click, turn: Turn) -> Reply:
    """Delete a stream. The offer or need that was made of it stays."""
    stream = await load_own_stream(turn, event.value)
    text = turn.say("{name} is removed.", name=stream.code)
    await turn.store.streams.delete(stream)
    return build_text_reply(text, replace=event.direct)


async def draw_stream_card(turn: Turn, stream: Stream) -> Card:
    """Draw what is known of the stream, what is not, and the ways on from it."""
    say, store = turn.say, turn.store
    site, listing = await store.sites.find(stream.site_id), await store.listings.find(stream.listing_id)
    where = f"{site.name}, {site.municipality}" if site is not None else ""
    facts = ((say("Name"), stream.name), (say("Site"), where), *list_stream_facts(say, stream))
    parts: list[Part] = [Facts(tuple((label, text) for label, text in facts if text))]
    seen = say("Your organisation and the secretariat alone see it, until you lay it out.")
    parts.append(Text(say("Laid out as {code}.", code=listing.code) if listing is not None else seen, "subtle"))
    if await may_write_record(turn, stream):
        parts.append(Buttons(_list_writer_buttons(turn, stream, listing.id if listing is not None else None)))
    return Card(title_stream(say, stream), tuple(parts))


def _list_writer_buttons(turn: Turn, stream: Stream, listing_id: int | None) -> tuple[Button, ...]:
    say, id = turn.say, str(stream.id)
    lay_out = say("Lay it out as an offer") if stream.direction == OUT else say("Lay it out as a need")
    first = Button(lay_out, "streams.lay_out", id)
    if listing_id is not None:
        first = Button(say("Show the offer or need"), "exchange.open", str(listing_id))
    remove = Button(say("Remove"), "streams.remove", id, "danger", say("Remove the stream for good?"))
    change = Button(say("Change"), "streams.write", StreamDraft(stream.id, None).encode_value())
    following = Button(say("Next stream"), "streams.write", StreamDraft(None, stream.id).encode_value(), "primary")
    return following, first, change, remove
