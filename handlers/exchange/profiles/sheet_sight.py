"""Load the investor sheet that a button names, for whoever may read it or take it further."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.access.rights.lookup import load_visible_record
from handlers.chat.button_values import ButtonValue
from handlers.chat.errors import Missing, UserError
from handlers.chat.turn import Turn
from handlers.documents.frozen_versions import encode_read_time
from handlers.exchange.profiles.sheet_versions import describe_sheet_state
from handlers.exchange.sites.lookup import list_site_organisations
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.exchange.investor_sheets import InvestorSheet
from storage.kit.database import Store
from storage.kit.frozen_versions import FROZEN


class ReadSheet(ButtonValue, frozen=True):
    """Name a sheet, and when it was read, in milliseconds: others may have read it anew since."""

    sheet: int
    read: int = 0


def name_reading(sheet: InvestorSheet) -> ReadSheet:
    return ReadSheet(sheet.id, encode_read_time(sheet))


async def may_write_sheet(store: Store, person: Person, sheet: InvestorSheet) -> bool:
    """Return True for the contact and deputies of the park, and for the secretariat."""
    return person.secretariat or (
        not person.guest and await store.organisations.is_representative(person.id, sheet.organisation_id)
    )


async def may_read_sheet(store: Store, person: Person, sheet: InvestorSheet) -> bool:
    """Return True for everybody once it is frozen, and before that for those who write it."""
    return sheet.state == FROZEN or await may_write_sheet(store, person, sheet)


async def load_readable_sheet(turn: Turn, value: str) -> InvestorSheet:
    missing = turn.say("I cannot find that investor sheet.")
    id = ReadSheet.parse_value(value).sheet
    return await load_visible_record(turn, turn.store.investor_sheets, id, may_read_sheet, missing)


async def load_sheet_to_change(turn: Turn, value: str, *states: str) -> InvestorSheet:
    """Return a version in one of these states, with its row lock, for its park and maybe the secretariat."""
    missing = turn.say("I cannot find that investor sheet.")
    id = ReadSheet.parse_value(value).sheet
    sheet = await load_visible_record(turn, turn.store.investor_sheets, id, may_read_sheet, missing, lock=True)
    acts = await turn.store.organisations.is_representative(turn.person.id, sheet.organisation_id)
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if acts else ()))
    if sheet.state not in states:
        told = describe_sheet_state(turn, sheet)
        raise UserError(turn.say("Version {n}. {state}. Open it again to see what can be done.", n=sheet.version,
                                 state=told))  # fmt: skip
    return sheet


def need_same_reading(turn: Turn, sheet: InvestorSheet, value: str) -> None:
    """Raise UserError where the sheet was read anew since the button was drawn."""
    if ReadSheet.parse_value(value) != name_reading(sheet):
        raise UserError(turn.say("It has been read anew. Look at it once more."))


async def list_own_parks(turn: Turn) -> Sequence[Organisation]:
    """Return the organisations whose sheets this person may write. Raise NotAllowed for whoever acts for none."""
    found = await list_site_organisations(turn)
    await rights.need_right(turn, *((rights.REPRESENTATIVE,) if found else ()), action="profiles.make")
    return found


async def load_sheet_park(turn: Turn, sheet: InvestorSheet) -> Organisation:
    park = await turn.store.organisations.find(sheet.organisation_id)
    if park is None:
        raise Missing(turn.say("I cannot find that organisation."))
    return park
