"""Load the site that a button names, for the people of its organisation and the secretariat."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access.rights.lookup import load_visible_record
from handlers.chat.record_ids import parse_id
from handlers.chat.turn import Turn
from handlers.exchange.organisation_records import may_see_own_record, need_record_writer
from handlers.policy.rounds.lookup import list_reader_organisation_ids
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.exchange.sites import Site
from storage.kit.database import Store

#: action of whoever writes down or removes a site
WRITE = "sites.write"


async def load_visible_site(turn: Turn, value: str, *, lock: bool = False) -> Site:
    missing = turn.say("I cannot find that site.")
    return await load_visible_record(turn, turn.store.sites, parse_id(value), may_see_own_record, missing, lock=lock)


async def load_own_site(turn: Turn, value: str) -> Site:
    """Return the site with its row lock, for a contact of its organisation or the secretariat."""
    site = await load_visible_site(turn, value, lock=True)
    await need_site_writer(turn, site.organisation_id)
    return site


async def need_site_writer(turn: Turn, organisation_id: int) -> None:
    await need_record_writer(turn, organisation_id, WRITE)


async def list_site_organisations(turn: Turn) -> Sequence[Organisation]:
    return await list_organisations_written_by(turn.store, turn.person)


async def list_organisations_written_by(store: Store, person: Person) -> Sequence[Organisation]:
    """Return the organisations whose sites this person may write."""
    if person.secretariat:
        return await store.organisations.list_all_organisations()
    return await store.organisations.list_organisations_represented_by(person.id)


async def list_sites_written_by(store: Store, person: Person) -> Sequence[Site]:
    """Return the sites that this person may write, those of the own organisation first."""
    organisations = await list_organisations_written_by(store, person)
    sites = await store.sites.list_sites_of_organisations([one.id for one in organisations])
    return sorted(sites, key=lambda site: site.organisation_id != person.stands_for)


async def list_visible_sites(turn: Turn) -> Sequence[Site]:
    if turn.person.secretariat:
        return await turn.store.sites.list_all_sites()
    mine = await list_reader_organisation_ids(turn.store, turn.person)
    return await turn.store.sites.list_sites_of_organisations(mine)
