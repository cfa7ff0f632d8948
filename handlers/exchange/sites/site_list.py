"""List the sites of the reader's organisations, and show one."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons, draw_page_note
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.organisation_records import may_write_record
from handlers.exchange.sites.lookup import (
    list_site_organisations,
    list_visible_sites,
    load_visible_site,
)
from handlers.exchange.sites.municipalities import FARTHEST_KM, find_km_to_municipality
from handlers.exchange.sites.positions import is_far_from_network, write_position
from storage.exchange.sites import Site

router = Router()
PAGE = 4


@router.on(Click, "sites.page")
async def on_site_list_page(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_site_list(turn, parse_position(event.value)), replace=bool(event.value))


async def draw_site_list(turn: Turn, skip: int = 0) -> Card:
    say, sites = turn.say, await list_visible_sites(turn)
    parts: list[Part] = [
        Text(say("A site is a place of an organisation. The organisation and the secretariat alone see it."))
    ]
    parts += [await _draw_site_item(turn, site) for site in sites[skip : skip + PAGE]]
    parts += draw_page_note(say, skip, PAGE, len(sites))
    if not sites:
        parts.append(Text(say("No site is written down yet."), "subtle"))
    row = []
    if await list_site_organisations(turn):
        row.append(Button(say("Add a site"), "sites.write", style="primary"))
    row += draw_page_buttons(say, "sites.page", skip, PAGE, more=len(sites) > skip + PAGE)
    parts += [Buttons(tuple(row))] if row else []
    return Card(say("Sites"), (*parts, *await draw_unconfirmed_notice(turn)))


async def _draw_site_item(turn: Turn, site: Site) -> Item:
    organisation = await turn.store.organisations.find(site.organisation_id)
    note = organisation.name if organisation is not None else ""
    return Item(site.name, site.municipality, note, (Button(turn.say("Show"), "sites.open", str(site.id)),))


@router.on(Click, "sites.open")
async def on_site_open(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_site_card(turn, await load_visible_site(turn, event.value)))


async def draw_site_card(turn: Turn, site: Site) -> Card:
    """Draw what is known of the site, and what is not."""
    say, id = turn.say, str(site.id)
    organisation = await turn.store.organisations.find(site.organisation_id)
    facts = ((say("Organisation"), organisation.name if organisation else ""), *_list_site_facts(say, site))
    parts: list[Part] = [Facts(tuple((label, text) for label, text in facts if text))]
    doubt = _doubt_position(say, site)
    parts += [Text(doubt)] if doubt else []
    missing = [label for label, text in facts if not text]
    if missing:
        parts.append(Text(say("Not known yet: {what}.", what=say.listed([_lower(one) for one in missing])), "subtle"))
    if await may_write_record(turn, site):
        remove = Button(say("Remove"), "sites.remove", id, "danger", say("Remove the site for good?"))
        ask = Button(say("Ask a colleague"), "sites.link", id)
        parts.append(Buttons((Button(say("Change"), "sites.write", id), ask, remove)))
    return Card(site.name, tuple(parts))


def _doubt_position(say: Say, site: Site) -> str:
    """Return the question that a position raises, which is kept as it is; empty for most."""
    if site.latitude is None or site.longitude is None:
        return ""
    if is_far_from_network(site.latitude, site.longitude):
        return say("⚠️ The position is outside Norway. Is it right?")
    km = find_km_to_municipality(site.municipality, site.latitude, site.longitude)
    if km is None or km <= FARTHEST_KM:
        return ""
    far, town = say.format_number(round(km / 10) * 10), site.municipality
    return say("⚠️ The position is about {far} km from {town}. Is it right?", far=far, town=town)


def _list_site_facts(say: Say, site: Site) -> tuple[tuple[str, str], ...]:
    return (
        (say("Municipality"), site.municipality),
        (say("Position"), write_position(say, site.latitude, site.longitude)),
        (say("Grid company"), site.grid_company),
        (say("Price area"), site.price_area),
        (say("Quay"), describe_flag(say, site.quay)),
        (say("Railway"), describe_flag(say, site.rail)),
    )


def describe_flag(say: Say, flag: bool | None) -> str:
    """Return yes or no; empty where it is not known."""
    return "" if flag is None else say("Yes") if flag else say("No")


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
