"""Show investor sheets, and take a park's own from draft to frozen."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access.option_fields import draw_option_field
from handlers.chat.cards import Button, Buttons, Card, Facts, Field, Form, Item, OptionSource, Part, Quote, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.documents.frozen_versions import check_version
from handlers.exchange.power_sensitive_details import add_power_sensitive_faults
from handlers.exchange.profiles.sheet_content import SheetContent, describe_photo, load_sheet_content
from handlers.exchange.profiles.sheet_sight import (
    list_own_parks,
    load_readable_sheet,
    load_sheet_park,
    load_sheet_to_change,
    may_write_sheet,
    name_reading,
    need_same_reading,
)
from handlers.exchange.profiles.sheet_versions import describe_sheet_state, freeze_sheet, make_sheet, refresh_sheet
from handlers.exchange.sites.lookup import list_site_organisations
from handlers.moderation.competition.competition_texts import draw_competition_hint
from storage.directory.organisations import Organisation
from storage.exchange.investor_sheets import ABOUT, InvestorSheet
from storage.kit.frozen_versions import CHECKED, DRAFT, FROZEN, WHY

router = Router()
#: sheets on a card, plots of one sheet, and letters of a checksum that stand together
MOST, MOST_PLOTS, CHECKSUM = 8, 3, 16


@router.on(Click, "profiles.list")
async def on_sheet_list(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_investor_sheet_list(turn), replace=bool(event.value))


async def draw_investor_sheet_list(turn: Turn) -> Card:
    """Draw own versions, and the newest frozen one of each other park."""
    say, own = turn.say, await list_site_organisations(turn)
    names = {one.id: one.name for one in await turn.store.organisations.list_all_organisations()}
    mine = list(await turn.store.investor_sheets.list_sheets_of_organisations([park.id for park in own]))
    known = {sheet.organisation_id for sheet in mine}
    for sheet in await turn.store.investor_sheets.list_frozen_sheets():
        if sheet.organisation_id not in known:
            known.add(sheet.organisation_id)
            mine.append(sheet)
    parts: list[Part] = [
        Item(names.get(sheet.organisation_id, ""), say("Version {n}", n=sheet.version),
             describe_sheet_state(turn, sheet), (Button(say("Show"), "profiles.open", str(sheet.id)),))
        for sheet in mine[:MOST]
    ]  # fmt: skip
    text = say("What everybody may read of a park, for investors: checked by the park, and then frozen with its date.")
    row = [Button(say("Make an investor sheet"), "profiles.make", style="primary")] if own else []
    if not mine:
        parts.append(Text(say("No investor sheet is made yet.")))
    return Card(say("Investor sheets"), (Text(text, "subtle"), *parts, *([Buttons(tuple(row))] if row else [])))


@router.on(Click, "profiles.make", opens=True)
async def on_sheet_make_open(_event: Click, turn: Turn) -> Reply:
    say, parks = turn.say, await list_own_parks(turn)
    last = await turn.store.investor_sheets.list_sheets_of_organisations([parks[0].id]) if len(parks) == 1 else ()
    house: tuple[Field, ...] = ()
    if len(parks) > 1:
        options = [(str(one.id), one.name) for one in parks]
        source = OptionSource("sites.find_organisation")
        house = (draw_option_field("organisation", say("Organisation"), options, source, required=True),)
    hint = say("Everybody can read it. Of plots, offers and needs the sheet takes what is open to all.")
    fields = (
        *house,
        Field("about", say("What does an investor need to know of the park?"), "text", last[0].about if last else "",
              hint, most=ABOUT),
        Field("why", say("What is corrected, and why?"), "text", required=False, most=WHY,
              hint=say("For a park that has a frozen sheet. It stands in the new version.")),
    )  # fmt: skip
    return Reply(form=Form(say("Make an investor sheet"), "profiles.make", fields, say("Make a draft")))


@router.on(Submission, "profiles.make")
async def on_sheet_make_submit(event: Submission, turn: Turn) -> Reply:
    say, parks = turn.say, {str(one.id): one for one in await list_own_parks(turn)}
    chosen = event.get_text("organisation") or (next(iter(parks)) if len(parks) == 1 else "")
    if chosen not in parks:
        raise UserError("", {"organisation": say("Choose an organisation.")})
    about, wrong = event.get_text("about").strip()[:ABOUT], dict[str, str]()
    if not about:
        wrong["about"] = say("This is needed.")
    add_power_sensitive_faults(say, {"about": about}, wrong)
    if wrong:
        raise UserError("", wrong)
    sheet = await make_sheet(turn, parks[chosen], about, event.get_text("why").strip()[:WHY])
    card = await draw_sheet_card(turn, sheet, parks[chosen])
    return Reply(Card(card.title, (*card.parts, *draw_competition_hint(say, about))))


@router.on(Click, "profiles.open")
async def on_sheet_open(event: Click, turn: Turn) -> Reply:
    sheet = await load_readable_sheet(turn, event.value)
    return Reply(await draw_sheet_card(turn, sheet, await load_sheet_park(turn, sheet)))


@router.on(Click, "profiles.refresh")
async def on_sheet_refresh(event: Click, turn: Turn) -> Reply:
    sheet = await load_sheet_to_change(turn, event.value, DRAFT, CHECKED)
    park = await load_sheet_park(turn, sheet)
    await refresh_sheet(turn, sheet, park)
    return Reply(await draw_sheet_card(turn, sheet, park), replace=event.direct)


@router.on(Click, "profiles.check")
async def on_sheet_check(event: Click, turn: Turn) -> Reply:
    """Take the sheet as checked by its park: what stood on the card, and nothing newer."""
    sheet = await load_sheet_to_change(turn, event.value, DRAFT)
    need_same_reading(turn, sheet, event.value)
    check_version(turn, sheet)
    return Reply(await draw_sheet_card(turn, sheet, await load_sheet_park(turn, sheet)), replace=event.direct)


@router.on(Click, "profiles.freeze")
async def on_sheet_freeze(event: Click, turn: Turn) -> Reply:
    sheet = await load_sheet_to_change(turn, event.value, CHECKED)
    need_same_reading(turn, sheet, event.value)
    freeze_sheet(turn, sheet)
    return Reply(await draw_sheet_card(turn, sheet, await load_sheet_park(turn, sheet)), replace=event.direct)


@router.on(Click, "profiles.discard")
async def on_sheet_discard(event: Click, turn: Turn) -> Reply:
    """Delete a version that is not frozen."""
    await turn.store.investor_sheets.delete_sheet_draft(await load_sheet_to_change(turn, event.value, DRAFT, CHECKED))
    return Reply(await draw_investor_sheet_list(turn), replace=event.direct)


async def draw_sheet_card(turn: Turn, sheet: InvestorSheet, park: Organisation) -> Card:
    """Draw the sheet, with what this person may do."""
    whole = await may_write_sheet(turn.store, turn.person, sheet)
    content = await load_sheet_content(turn, sheet, whole=whole)
    parts = [
        *(Text(_group_checksum(line, sheet), "subtle") for line in content.remarks),
        *draw_sheet_parts(content, MOST_PLOTS, turn.say),
    ]
    more = len(content.plots) - MOST_PLOTS
    if more > 0:
        parts.append(Text(turn.say.many("and {n} more plot", "and {n} more plots", more), "subtle"))
    if not content.plots:
        parts.append(Text(turn.say("No plot is open to all. Who may see a plot is chosen in its form.")))
    return Card(content.title, (*parts, Buttons(await _list_sheet_buttons(turn, sheet, park, whole=whole))))


def _group_checksum(line: str, sheet: InvestorSheet) -> str:
    """Return the line with the checksum in groups: on a phone no word is as long as it is."""
    whole = sheet.content_hash
    groups = " ".join(whole[start : start + CHECKSUM] for start in range(0, len(whole), CHECKSUM))
    return line.replace(whole, groups) if whole else line


def draw_sheet_parts(content: SheetContent, most: int, say: Say | None = None) -> list[Part]:
    """Draw what the sheet says, with so many plots; `say`: with a line for each picture, where none are shown."""
    parts: list[Part] = [Quote(content.about)] if content.about else []
    parts += [Facts(content.facts)] if content.facts else []
    for plot in content.plots[:most]:
        parts += [Text(plot.title, "strong"), Facts(plot.rows)]
        parts += [Text(plot.note, "subtle")] if plot.note else []
        parts += [Text(describe_photo(say, one), "subtle") for one in plot.photos] if say else []
    parts += [Text("\n".join(f"• {line}" for line in content.listings))] if content.listings else []
    return parts


async def _list_sheet_buttons(
    turn: Turn, sheet: InvestorSheet, park: Organisation, *, whole: bool
) -> tuple[Button, ...]:
    say, id = turn.say, str(sheet.id)
    row = [Button(say("As a file"), "profiles.file", id)] if not turn.person.guest else []
    if not whole or sheet.state == FROZEN:
        return tuple(row)
    acts: Sequence[int] = [
        one.id for one in await turn.store.organisations.list_organisations_represented_by(turn.person.id)
    ]
    if park.id in acts and sheet.state == DRAFT:
        row.insert(0, Button(say("It is right"), "profiles.check", name_reading(sheet).encode_value(), "primary"))
    if park.id in acts and sheet.state == CHECKED:
        sure = say("A frozen version cannot be changed, and everybody can read it. Freeze it?")
        row.insert(0, Button(say("Freeze it"), "profiles.freeze", name_reading(sheet).encode_value(), "primary", sure))
    row.append(Button(say("Read it anew"), "profiles.refresh", id))
    row.append(Button(say("Discard the draft"), "profiles.discard", id, "danger", say("Discard the draft?")))
    return tuple(row)
