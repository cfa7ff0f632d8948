"""Share the yearly page by a link, such as with the board: for thirty days, listed, and ended at any time."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Reply, Text
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.signed_links import hash_token
from handlers.chat.turn import LinkContext, Turn
from handlers.pages.shared_links import build_shared_address, create_link_token, draw_link_item
from handlers.pages.yearly.own_year import OwnYear, load_own_year
from handlers.pages.yearly.year_choice import (
    OrganisationYear,
    choose_known_year,
    list_represented_organisations,
    load_represented_organisation,
)
from storage.directory.organisations import Organisation
from storage.kit.shared_links import LABEL
from storage.pages.year_shares import YearShare

router = Router()
PATH = "/data/year/{token}"
LINK_VALIDITY = timedelta(days=30)


@router.on(Click, "year.share", opens=True)
async def on_year_share_open(event: Click, turn: Turn) -> Reply:
    asked, say = OrganisationYear.parse_value(event.value), turn.say
    organisation = await load_represented_organisation(turn, asked.organisation)
    year = choose_known_year(turn, asked.year)
    field = Field("label", say("Whom is it for?"), value=say("The board"), most=LABEL)
    note = say(
        "Whoever has the link sees the numbers of {organisation} in {year}, without names and lists, for {n} days.",
        organisation=organisation.name, year=year, n=LINK_VALIDITY.days,
    )  # fmt: skip
    value = OrganisationYear(organisation.id, year).encode_value()
    return Reply(form=Form(say("Share the year"), "year.share", (field,), say("Make a link"), value, note=note))


@router.on(Submission, "year.share")
async def on_year_share_submit(event: Submission, turn: Turn) -> Reply:
    asked, say = OrganisationYear.parse_value(event.value), turn.say
    organisation = await load_represented_organisation(turn, asked.organisation)
    token, token_hash = create_link_token(turn, await turn.store.year_shares.list_open_shares(organisation.id))
    year = choose_known_year(turn, asked.year)
    label = " ".join(event.get_text("label").split())[:LABEL] or say("The board")
    share = YearShare(
        organisation_id=organisation.id, year=year, label=label, made_by_id=turn.person.id,
        token_hash=token_hash,
    )  # fmt: skip
    await turn.store.year_shares.add_link(share, LINK_VALIDITY)
    url = build_shared_address(turn, PATH, token)
    text = say(
        "It works until {day}, for whoever has it, while you act for {organisation}. I cannot show it again.",
        day=say.format_day(share.expires_at), organisation=organisation.name,
    )  # fmt: skip
    value = OrganisationYear(organisation.id, year).encode_value()
    row = (
        Button(say("Open the page"), url=url, style="primary"),
        Button(say("Who has a link"), "year.shares", value),
    )
    title = say("Link for {label}: {organisation} in {year}", label=label, organisation=organisation.name, year=year)
    return Reply(Card(title, (Text(url), Text(text, "subtle"), Buttons(row))))


@router.on(Click, "year.shares")
async def on_year_shares(event: Click, turn: Turn) -> Reply:
    asked = OrganisationYear.parse_value(event.value)
    organisation = await load_represented_organisation(turn, asked.organisation)
    return Reply(await draw_year_shares(turn, organisation))


@router.on(Click, "year.unshare")
async def on_year_unshare(event: Click, turn: Turn) -> Reply:
    """End a link at once. Both contact and deputy may end each other's."""
    share = await turn.store.year_shares.find(parse_id(event.value))
    organisation = await load_represented_organisation(turn, share.organisation_id if share is not None else 0)
    assert share is not None, "nobody acts for no organisation"
    await turn.store.year_shares.end_link(share)
    return Reply(await draw_year_shares(turn, organisation), replace=event.direct)


async def draw_year_shares(turn: Turn, organisation: Organisation) -> Card:
    say, parts = turn.say, list[Part]()
    for share in await turn.store.year_shares.list_open_shares(organisation.id):
        parts.append(await draw_link_item(turn, share, f"{share.label} · {share.year}", "year.unshare"))
    if not parts:
        parts.append(Text(say("Nobody has a link to the year of {organisation}.", organisation=organisation.name)))
    return Card(say("Links to the year of {organisation}", organisation=organisation.name), tuple(parts))


async def load_shared_year(at: LinkContext, token: str) -> tuple[OwnYear, YearShare] | None:
    """Return what a link opens; None once it has ended, or its maker no longer acts for the organisation."""
    share = await at.store.year_shares.find_open_link(hash_token(token))
    maker = await at.store.people.find(share.made_by_id) if share is not None else None
    if share is None or maker is None or not await rights.is_present(at.store, maker):
        return None
    mine = await list_represented_organisations(at.store, maker)
    organisation = next((one for one in mine if one.id == share.organisation_id), None)
    return (await load_own_year(at, organisation, share.year), share) if organisation is not None else None
