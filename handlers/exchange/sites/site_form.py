"""Make and change a site by one form, in which only a name and a municipality are required; remove it again."""

from __future__ import annotations

from typing import Any

from handlers.access import rights
from handlers.access.option_fields import draw_option_field, reply_with_found_options
from handlers.chat.cards import Field, Form, OptionSource, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Query, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.matches.place_names import redraw_site_name
from handlers.exchange.sites.lookup import WRITE, list_site_organisations, load_own_site, need_site_writer
from handlers.exchange.sites.positions import WrongPosition, parse_position_text, write_position
from handlers.exchange.sites.site_list import draw_site_card
from storage.exchange.sites import GRID_COMPANY, MUNICIPALITY, NAME, PRICE_AREAS, Site

router = Router()
YES, NO = "yes", "no"
_FLAGS = {YES: True, NO: False}
#: before what a line says of a new site: "Nordverket", or "Nordverket, Testvik"
NAMED = "new:"


@router.on(Click, "sites.write", opens=True)
async def on_site_write_open(event: Click, turn: Turn) -> Reply:
    return Reply(form=await open_site_form(turn, event.value))


async def open_site_form(turn: Turn, value: str = "") -> Form:
    """Draw the form of a new site, which the value may name, or of the site whose id it is."""
    say = turn.say
    if value and not value.startswith(NAMED):
        site = await load_own_site(turn, value)
        return Form(say("Change a site"), "sites.write", _draw_site_fields(say, site), say("Save"), str(site.id))
    field = await _draw_organisation_field(turn)
    name, _, municipality = (part.strip() for part in value.removeprefix(NAMED).partition(","))
    said = Site(name=name[:NAME], municipality=municipality[:MUNICIPALITY])
    return Form(say("Add a site"), "sites.write", (*field, *_draw_site_fields(say, said)), say("Save"))


async def _draw_organisation_field(turn: Turn) -> tuple[Field, ...]:
    """Draw the choice of the organisation, where there is one. Raise NotAllowed for whoever acts for none."""
    found = await list_site_organisations(turn)
    acts = (rights.REPRESENTATIVE,) if found and not turn.person.secretariat else ()
    await rights.need_right(turn, *acts, action=WRITE)
    if len(found) == 1:
        return ()
    options = [(str(one.id), one.name) for one in found]
    source = OptionSource("sites.find_organisation")
    return (draw_option_field("organisation", turn.say("Organisation"), options, source, required=True),)


@router.on(Query, "sites.find_organisation")
async def on_site_organisation_search(event: Query, turn: Turn) -> Reply:
    """Find organisations whose sites this person may write."""
    return reply_with_found_options(event, [(str(one.id), one.name) for one in await list_site_organisations(turn)])


def _draw_site_fields(say: Say, site: Site) -> tuple[Field, ...]:
    position = write_position(say, site.latitude, site.longitude)
    areas, flags = tuple((area, area) for area in PRICE_AREAS), ((YES, say("Yes")), (NO, say("No")))
    where = say("Latitude and longitude, such as 59.14 9.66. Rounded to about one kilometre.")
    return (
        Field("name", say("Name"), value=site.name or "", most=NAME),
        Field("municipality", say("Municipality"), value=site.municipality or "", most=MUNICIPALITY),
        Field("position", say("Position"), "line", position, where, required=False, most=60),
        Field("grid_company", say("Grid company"), value=site.grid_company or "", required=False, most=GRID_COMPANY),
        Field("price_area", say("Price area"), "choice", site.price_area or "", required=False, options=areas),
        Field("quay", say("Is there a quay?"), "choice", _write_flag(site.quay), required=False, options=flags),
        Field("rail", say("Is there a railway?"), "choice", _write_flag(site.rail), required=False, options=flags),
    )


def _write_flag(flag: bool | None) -> str:
    return "" if flag is None else YES if flag else NO


@router.on(Submission, "sites.write")
async def on_site_write_submit(event: Submission, turn: Turn) -> Reply:
    site = await load_own_site(turn, event.value) if event.value else None
    organisation_id = site.organisation_id if site is not None else await _choose_site_organisation(event, turn)
    values = _parse_site_fields(turn.say, event)
    await _refuse_second_site(turn, organisation_id, values["name"], site)
    if site is None:
        site = await turn.store.sites.add(Site(organisation_id=organisation_id, **values))
    for name, value in values.items():
        setattr(site, name, value)
    await redraw_site_name(turn.store, site)
    return Reply(await draw_site_card(turn, site))


async def _choose_site_organisation(event: Submission, turn: Turn) -> int:
    """Return the organisation that was chosen, or the only one. Raise UserError or NotAllowed."""
    found = {str(one.id): one.id for one in await list_site_organisations(turn)}
    chosen = event.get_text("organisation") or (next(iter(found)) if len(found) == 1 else "")
    if found and chosen not in found:
        raise UserError("", {"organisation": turn.say("Choose an organisation.")})
    await need_site_writer(turn, found.get(chosen, 0))
    return found[chosen]


def _parse_site_fields(say: Say, event: Submission) -> dict[str, Any]:
    """Return the columns of the site. Raise UserError with what is wrong at each field."""
    values: dict[str, Any] = {
        name: " ".join(event.get_text(name).split())[:most]
        for name, most in (("name", NAME), ("municipality", MUNICIPALITY), ("grid_company", GRID_COMPANY))
    }
    wrong = {} if values["name"] else {"name": say("Write its name.")}
    wrong |= {} if values["municipality"] else {"municipality": say("Write the municipality.")}
    try:
        position = parse_position_text(event.get_text("position"))
    except WrongPosition:
        wrong["position"] = say("Write latitude and then longitude in degrees, such as 59.14 9.66.")
    if wrong:
        raise UserError("", wrong)
    values["latitude"], values["longitude"] = position or (None, None)
    area = event.get_text("price_area")
    values["price_area"] = area if area in PRICE_AREAS else ""
    return values | {name: _FLAGS.get(event.get_text(name)) for name in ("quay", "rail")}


async def _refuse_second_site(turn: Turn, organisation_id: int, name: str, site: Site | None) -> None:
    """Raise UserError if the organisation has another site of this name, which nobody could tell apart."""
    for other in await turn.store.sites.list_sites_of_organisations([organisation_id]):
        if other is not site and other.name.casefold() == name.casefold():
            raise UserError("", {"name": turn.say("{name} is there already.", name=other.name)})


@router.on(Click, "sites.remove")
async def on_site_remove(event: Click, turn: Turn) -> Reply:
    """Delete a site that is no longer there, or was written down by mistake."""
    site = await load_own_site(turn, event.value)
    if await turn.store.listings.is_site_used(site.id):
        raise UserError(turn.say("Something is offered or needed at {name}, so it stays.", name=site.name))
    if await turn.store.streams.is_site_mapped(site.id):
        raise UserError(turn.say("Streams are written down at {name}, so it stays.", name=site.name))
    text = turn.say("{name} is removed.", name=site.name)
    await turn.store.sites.delete(site)
    return build_text_reply(text, replace=event.direct)
