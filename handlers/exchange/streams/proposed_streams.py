"""Show a site's contacts what a colleague wrote by a link. They take each in, or leave it out."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Form, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import Arena, RenderContext, Turn, View
from handlers.exchange.amount_texts import describe_amount
from handlers.exchange.listing_labels import PERIODS
from handlers.exchange.matching.listing_texts import parse_celsius_text
from handlers.exchange.organisation_records import may_see_own_record
from handlers.exchange.sites.lookup import list_site_organisations
from handlers.exchange.streams.lookup import need_stream_writer
from handlers.exchange.streams.stream_fields import draw_stream_fields, parse_stream_year
from handlers.exchange.streams.stream_form import store_new_stream
from handlers.exchange.streams.stream_labels import describe_stream_direction, name_stream_type
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.people import Person
from storage.exchange.site_links import ProposedStream, SiteLink
from storage.exchange.streams import Stream
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent

router = Router()
#: entries on a card
PAGE = 4


class ProposedStreamsNotice(CardArguments, frozen=True):
    template = "streams.proposed"

    link: int


async def tell_proposed_streams(store: Store, arena: Arena, link: SiteLink, maker: Person) -> None:
    """Tell who made the link, once a day, that somebody has written something with it."""
    day = arena.find_day(store.now)
    key = f"site_link:{link.id}:{day.isoformat()}:{maker.id}"
    await schedule_notification(store, arena, maker, ProposedStreamsNotice(link.id), key=key, at=store.now)


@router.card(ProposedStreamsNotice)
async def draw_proposed_streams_notice(view: View[ProposedStreamsNotice]) -> Card | None:
    link = await view.store.site_links.find(view.args.link)
    if link is None or view.person is None or link.made_by_id != view.person.id:
        return draw_withheld(view)
    acts = await view.store.organisations.is_representative(view.person.id, link.organisation_id)
    if not acts and not view.person.secretariat:
        return draw_withheld(view)
    found = await view.store.proposed_streams.list_proposals_of_link(link.id)
    if not found:
        return draw_withheld(view)
    return await _draw_proposals(view, [(one, link) for one in found])


@router.on(Click, "streams.proposed")
async def on_proposed_streams(event: Click, turn: Turn) -> Reply:
    return Reply(await _draw_proposals(turn, await _list_own_proposals(turn)), replace=bool(event.value))


@router.on(Click, "streams.take", opens=True)
async def on_proposed_stream_open(event: Click, turn: Turn) -> Reply:
    """Open the form of a stream, filled with what was written: whoever takes it in may correct it."""
    row = await load_own_proposal(turn, parse_id(event.value))
    sites = await turn.store.sites.list_sites_of_organisations([row.organisation_id])
    fields = draw_stream_fields(turn.say, await _build_stream(turn, row), sites)
    return Reply(form=Form(turn.say("Take it in"), "streams.take", fields, turn.say("Save"), str(row.id)))


@router.on(Submission, "streams.take")
async def on_proposed_stream_submit(event: Submission, turn: Turn) -> Reply:
    row = await load_own_proposal(turn, parse_id(event.value))
    sites = await turn.store.sites.list_sites_of_organisations([row.organisation_id])
    reply = await store_new_stream(event, turn, await _build_stream(turn, row), sites)
    await turn.store.proposed_streams.delete(row)
    return reply


async def _build_stream(turn: Turn, row: ProposedStream) -> Stream:
    """Return an unsaved stream with what was written."""
    written = {name: str(text) for name, text in row.fields.items()}
    link = await turn.store.site_links.find(row.link_id)
    return Stream(
        direction=written.get("direction", ""), site_id=link.site_id if link is not None else None,
        type=written.get("type", ""), name=written.get("name", ""), amount=written.get("amount", ""),
        basis=written.get("basis", ""), year=parse_stream_year(written.get("year", ""), turn.now.year) or None,
        temperature=parse_celsius_text(written.get("temperature", "")), months=PERIODS.get(written.get("when", ""), []),
        destination=written.get("destination", ""), waste_code=written.get("waste_code", ""),
    )  # fmt: skip


@router.on(Click, "streams.discard")
async def on_proposed_stream_discard(event: Click, turn: Turn) -> Reply:
    """Leave it out for good."""
    await turn.store.proposed_streams.delete(await load_own_proposal(turn, parse_id(event.value)))
    return Reply(await _draw_proposals(turn, await _list_own_proposals(turn)), replace=event.direct)


async def load_own_proposal(turn: Turn, id: int) -> ProposedStream:
    """Return what was written, with the lock of its site, for a contact of its organisation or the secretariat."""
    written = await turn.store.proposed_streams.find(id)
    link = await turn.store.site_links.find(written.link_id) if written is not None else None
    found, _ = await lock_parent(turn.store.sites, written, lambda _: link.site_id if link is not None else None)
    if found is None or not await may_see_own_record(turn.store, turn.person, found):
        raise UserError(turn.say("It has been taken in or left out already."))
    await need_stream_writer(turn, found.organisation_id)
    return found


async def _list_own_proposals(turn: Turn) -> Sequence[tuple[ProposedStream, SiteLink]]:
    mine = [one.id for one in await list_site_organisations(turn)]
    return await turn.store.proposed_streams.list_proposals(mine)


async def _draw_proposals(at: RenderContext, found: Sequence[tuple[ProposedStream, SiteLink]]) -> Card:
    say = at.say
    parts: list[Part] = [await _draw_proposal(at, row, link) for row, link in found[:PAGE]]
    if not found:
        parts.append(Text(say("Nothing waits: all of it is taken in or left out.")))
    left = len(found) - PAGE
    if left > 0:
        parts.append(Text(say.many("{n} more follows.", "{n} more follow.", left), "subtle"))
    title = say("Written by colleagues ({n})", n=len(found)) if found else say("Written by colleagues")
    return Card(title, (*parts, Buttons((_draw_list_button(say),))))


def _draw_list_button(say: Say) -> Button:
    return Button(say("Streams"), "streams.page")


async def _draw_proposal(at: RenderContext, row: ProposedStream, link: SiteLink) -> Item:
    say, site = at.say, await at.store.sites.find(link.site_id)
    buttons = (
        Button(say("Take it in"), "streams.take", str(row.id), "primary"),
        Button(say("Leave it out"), "streams.discard", str(row.id), "danger", say("Leave it out? It is deleted then.")),
    )
    note = " · ".join(filter(None, (site.name if site is not None else "", link.label)))
    return Item(title_proposal(say, row), str(row.fields.get("name", "")), note, buttons)


def title_proposal(say: Say, row: ProposedStream) -> str:
    """Return "Out: heat, 4 MW"."""
    type_, direction = str(row.fields.get("type", "")), str(row.fields.get("direction", ""))
    amount = describe_amount(say, str(row.fields.get("amount", "")))
    what = ", ".join(filter(None, (name_stream_type(say, type_) if type_ else "", amount)))
    return f"{describe_stream_direction(say, direction)}: {what}"


async def list_pending_proposals(turn: Turn) -> list[Item]:
    """Return one line with the number of streams that wait to be taken in by this person."""
    mine = [one.id for one in await turn.store.organisations.list_organisations_represented_by(turn.person.id)]
    n = len(await turn.store.proposed_streams.list_proposals(mine)) if mine else 0
    title = turn.say("Written by colleagues ({n})", n=n)
    return [Item(title, buttons=(Button(turn.say("Show"), "streams.proposed"),))] if n else []
