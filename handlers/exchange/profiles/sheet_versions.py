"""Make, check and freeze investor sheets, and say what a version changes in the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from handlers.chat.errors import UserError
from handlers.chat.say import Say
from handlers.chat.turn import RenderContext, Turn
from handlers.documents.frozen_versions import (
    compute_content_hash,
    describe_version_state,
    freeze_version,
    return_to_draft,
)
from handlers.exchange.plots.plot_facts import FACTS
from handlers.exchange.plots.plot_labels import describe_plot_value, label_plot_fact
from handlers.exchange.profiles.open_facts import gather_open_facts
from storage.directory.organisations import Organisation
from storage.exchange.investor_sheets import InvestorSheet
from storage.kit.database import Store
from storage.kit.frozen_versions import DRAFT, FROZEN

#: changes that are told one by one
MOST = 20


def compute_sheet_hash(sheet: InvestorSheet, frozen_at: datetime) -> str:
    """Return the SHA-256 of what is frozen."""
    told = {
        "organisation": sheet.organisation_id, "version": sheet.version, "frozen_at": frozen_at.isoformat(),
        "about": sheet.about, "content": sheet.content,
    }  # fmt: skip
    return compute_content_hash(told)


def describe_sheet_state(at: RenderContext, sheet: InvestorSheet) -> str:
    intact = sheet.frozen_at is None or compute_sheet_hash(sheet, sheet.frozen_at) == sheet.content_hash
    return describe_version_state(at, sheet, intact=intact)


async def find_sheet_before(store: Store, sheet: InvestorSheet) -> InvestorSheet | None:
    """Return the version that this one corrects."""
    return await store.investor_sheets.find_sheet(sheet.organisation_id, sheet.version - 1)


async def make_sheet(turn: Turn, organisation: Organisation, about: str, why: str) -> InvestorSheet:
    """Make a first draft, or one that corrects the last version, which has to be frozen and needs a reason."""
    versions = await turn.store.investor_sheets.list_sheets_of_organisations([organisation.id])
    last = versions[0] if versions else None
    if last is not None and last.state != FROZEN:
        told = turn.say("Version {n} is not frozen yet: go on with that one.", n=last.version)
        raise UserError("", {"about": told})
    if last is not None and not why:
        raise UserError("", {"why": turn.say("Say what was wrong or has changed.")})
    facts = await gather_open_facts(turn.store, organisation)
    sheet = InvestorSheet(
        organisation_id=organisation.id, version=last.version + 1 if last is not None else 1, state=DRAFT, about=about,
        content=facts.content, why=why if last is not None else "",
        made_by_id=turn.person.id, made_at=turn.now,
    )  # fmt: skip
    await turn.store.investor_sheets.add(sheet)
    await turn.store.plot_pictures.set_sheet_pictures(sheet.id, facts.pictures)
    return sheet


async def refresh_sheet(turn: Turn, sheet: InvestorSheet, organisation: Organisation) -> None:
    """Read a draft anew, as of now."""
    facts = await gather_open_facts(turn.store, organisation)
    sheet.content = facts.content
    await turn.store.plot_pictures.set_sheet_pictures(sheet.id, facts.pictures)
    return_to_draft(turn, sheet)


def freeze_sheet(turn: Turn, sheet: InvestorSheet) -> None:
    freeze_version(turn, sheet)
    sheet.content_hash = compute_sheet_hash(sheet, turn.now)


def list_sheet_changes(say: Say, before: InvestorSheet, sheet: InvestorSheet) -> list[str]:
    """Return a line for each thing that is another one now."""
    lines = list(_list_changes(say, before, sheet))
    more = [say.many("and {n} more", "and {n} more", len(lines) - MOST)] if len(lines) > MOST else []
    return [*lines[:MOST], *more] or [say("Nothing else has changed.")]


def _list_changes(say: Say, before: InvestorSheet, sheet: InvestorSheet) -> Iterator[str]:
    if before.about != sheet.about:
        yield say("What the park says of itself is another text.")
    shown = [[plot.get("pictures", []) for plot in one.content["plots"]] for one in (before, sheet)]
    if [one for one in shown[0] if one] != [one for one in shown[1] if one]:
        yield say("The pictures are others.")
    earlier, now = ({plot["code"]: plot["values"] for plot in one.content["plots"]} for one in (before, sheet))
    for code, values in now.items():
        if code not in earlier:
            yield say("{plot} is new.", plot=f"{code} {values['name']}")
        else:
            yield from _list_fact_changes(say, code, earlier[code], values)
    yield from (say("{plot} is not on it any more.", plot=f"{code} {earlier[code]['name']}")
                for code in earlier if code not in now)  # fmt: skip
    came, went = (
        [one for one in here.content["listings"] if one not in there.content["listings"]]
        for here, there in ((sheet, before), (before, sheet))
    )
    if came or went:
        yield say("Offers and needs: {came} new or changed, {went} gone or changed.", came=len(came), went=len(went))


def _list_fact_changes(say: Say, code: str, earlier: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for key in FACTS:
        if earlier.get(key) != now.get(key):
            values = [describe_plot_value(say, key, one.get(key)) or "–" for one in (earlier, now)]
            yield f"{code}, {label_plot_fact(say, key)}: {values[0]} → {values[1]}"
