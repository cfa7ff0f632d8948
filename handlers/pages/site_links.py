"""Give a colleague without an account a link, with which they write down what flows at a site."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.signed_links import hash_token
from handlers.chat.turn import RenderContext, Turn
from handlers.exchange.sites.lookup import load_own_site, load_visible_site, need_site_writer
from handlers.pages.shared_links import build_shared_address, create_link_token, draw_link_item
from storage.directory.people import Person
from storage.exchange.site_links import SiteLink
from storage.exchange.sites import Site
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent
from storage.kit.shared_links import LABEL

router = Router()
PATH = "/data/site/{token}"
LINK_VALIDITY = timedelta(days=14)


@router.on(Click, "sites.link", opens=True)
async def on_site_link_open(event: Click, turn: Turn) -> Reply:
    site, say = await load_own_site(turn, event.value), turn.say
    field = Field("label", say("Whom is it for?"), value="", most=LABEL)
    note = say(
        "Whoever has the link writes down what flows in and out of {site}, for {n} days, and sees what they wrote and"
        " nothing else. You take in each of them before it counts.",
        site=site.name, n=LINK_VALIDITY.days,
    )  # fmt: skip
    return Reply(form=Form(say("Ask a colleague"), "sites.link", (field,), say("Make a link"), str(site.id), note=note))


@router.on(Submission, "sites.link")
async def on_site_link_submit(event: Submission, turn: Turn) -> Reply:
    site, say = await load_own_site(turn, event.value), turn.say
    label = " ".join(event.get_text("label").split())[:LABEL]
    if not label:
        raise UserError("", {"label": say("Write whom it is for.")})
    token, token_hash = create_link_token(turn, await turn.store.site_links.list_open_links(site.id))
    link = SiteLink(
        organisation_id=site.organisation_id, site_id=site.id, label=label, made_by_id=turn.person.id,
        token_hash=token_hash,
    )  # fmt: skip
    await turn.store.site_links.add_link(link, LINK_VALIDITY)
    url = build_shared_address(turn, PATH, token)
    text = say("It works until {day}. I cannot show it again.", day=say.format_day(link.expires_at))
    row = (
        Button(say("Open the page"), url=url, style="primary"),
        Button(say("Who has a link"), "sites.links", str(site.id)),
    )
    title = say("Link for {label}: {site}", label=label, site=site.name)
    return Reply(Card(title, (Text(url), Text(text, "subtle"), Buttons(row))))


@router.on(Click, "sites.links")
async def on_site_links(event: Click, turn: Turn) -> Reply:
    site = await load_visible_site(turn, event.value)
    await need_site_writer(turn, site.organisation_id)
    return Reply(await _draw_site_links(turn, site))


@router.on(Click, "sites.unlink")
async def on_site_unlink(event: Click, turn: Turn) -> Reply:
    """End a link at once. What was written with it stays until it is taken in or left out."""
    told = await turn.store.site_links.find(parse_id(event.value))
    link, held = await lock_parent(turn.store.sites, told, lambda one: one.site_id)
    site = await load_own_site(turn, str(held.id if held is not None else 0))
    assert link is not None, "no site has the id nought"
    await turn.store.site_links.end_link(link)
    return Reply(await _draw_site_links(turn, site), replace=event.direct)


async def _draw_site_links(turn: Turn, site: Site) -> Card:
    say, parts = turn.say, list[Part]()
    for link in await turn.store.site_links.list_open_links(site.id):
        parts.append(await draw_link_item(turn, link, link.label, "sites.unlink"))
    if not parts:
        parts.append(Text(say("Nobody has a link to {site}.", site=site.name)))
    row = (Button(say("Ask a colleague"), "sites.link", str(site.id)),)
    return Card(say("Links to {site}", site=site.name), (*parts, Buttons(row)))


async def load_open_site_link(at: RenderContext, token: str) -> tuple[SiteLink, Site, Person] | None:
    """Return what a link opens, and who made it; None once it has ended, or they no longer write for the site."""
    link = await at.store.site_links.find_open_link(hash_token(token))
    site = await at.store.sites.find(link.site_id) if link is not None else None
    maker = await at.store.people.find(link.made_by_id) if link is not None else None
    if link is None or site is None or maker is None or not await _may_give_link(at.store, maker, site):
        return None
    return link, site, maker


async def _may_give_link(store: Store, person: Person, site: Site) -> bool:
    if not await rights.is_present(store, person):
        return False
    return person.secretariat or await store.organisations.is_representative(person.id, site.organisation_id)
