"""Write down a plot in one short form; all else that is known of it has forms of its own. Change and remove it."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.option_fields import draw_option_field
from handlers.chat.cards import Card, Field, Form, OptionSource, Part, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.level_fields import parse_level_fields
from handlers.exchange.listings.listing_fields import choose_contact
from handlers.exchange.organisation_records import need_record_writer
from handlers.exchange.plots.lookup import WRITE, load_own_plot
from handlers.exchange.plots.plot_card import draw_full_plot
from handlers.exchange.plots.plot_facts import (
    BASICS,
    FACTS,
    FORMS,
    USUALLY_OPEN,
    PlotFact,
    get_empty_value,
    list_facts_of,
)
from handlers.exchange.plots.plot_fields import (
    draw_plot_fact_fields,
    draw_plot_sight_fields,
    parse_open_parts,
    parse_plot_facts,
)
from handlers.exchange.plots.plot_labels import describe_plot_value, label_plot_form
from handlers.exchange.plots.plot_publication import (
    add_plot,
    change_plot,
    delete_plot,
    detect_plot_language,
    find_plot_topic,
)
from handlers.exchange.sites.lookup import list_site_organisations
from handlers.moderation.competition.competition_texts import draw_competition_hint
from storage.directory.organisations import Organisation
from storage.exchange.listings import MEMBERS_LEVEL
from storage.exchange.plots import HIDDEN, Plot

router = Router()
_FIRST = list_facts_of(BASICS)
#: forms of which drawings are power-sensitive
_OF_GRID = ("plots.grid", "plots.queue")


def build_empty_plot() -> Plot:
    """Return an unsaved plot of which nothing is known."""
    unknown = {key: get_empty_value(fact) for key, fact in FACTS.items()}
    return Plot(level=MEMBERS_LEVEL, open_parts=list(USUALLY_OPEN), **unknown)


@router.on(Click, "plots.write", opens=True)
async def on_plot_write_open(event: Click, turn: Turn) -> Reply:
    if not event.value:
        return Reply(form=await open_new_plot(turn))
    plot = await _load_plot_to_change(turn, event.value)
    sight = await draw_plot_sight_fields(turn, plot, plot.organisation_id)
    return _draw_plot_form(turn, plot, WRITE, turn.say("Change {code}", code=plot.code), sight)


async def open_new_plot(turn: Turn) -> Form:
    """Draw the form of a new plot. Raise NotAllowed for whoever acts for no organisation."""
    say, found = turn.say, await list_site_organisations(turn)
    acts = (rights.REPRESENTATIVE,) if found and not turn.person.secretariat else ()
    await rights.need_right(turn, *acts, action=WRITE)
    house: tuple[Field, ...] = ()
    if len(found) > 1:
        options = [(str(one.id), one.name) for one in found]
        source = OptionSource("sites.find_organisation")
        house = (draw_option_field("organisation", say("Organisation"), options, source, required=True),)
    plot = build_empty_plot()
    fields = draw_plot_fact_fields(say, plot, _FIRST)
    sight = await draw_plot_sight_fields(turn, plot, found[0].id if len(found) == 1 else None)
    return Form(say("Add a plot"), WRITE, (*house, *fields, *sight), say("Save"))


@router.on(Submission, "plots.write")
async def on_plot_write_submit(event: Submission, turn: Turn) -> Reply:
    if event.value:
        return await _store_first_form(event, turn)
    organisation = await _choose_plot_organisation(event, turn)
    plot = build_empty_plot()
    values = parse_plot_facts(event, turn.say, plot, _list_asked_facts(event))
    values |= await parse_level_fields(event, turn, plot)
    for name, value in values.items():
        setattr(plot, name, value)
    plot.organisation_id, plot.open_parts = organisation.id, parse_open_parts(event)
    plot.contact_id = await choose_contact(event, turn, organisation.id)
    plot.language, plot.topic_id = detect_plot_language(values), await find_plot_topic(turn.store)
    await add_plot(turn.store, plot)
    return Reply(await _draw_saved_plot(turn, plot))


async def _choose_plot_organisation(event: Submission, turn: Turn) -> Organisation:
    """Return the organisation that was chosen, or the only one. Raise UserError or NotAllowed."""
    found = {str(one.id): one for one in await list_site_organisations(turn)}
    chosen = event.get_text("organisation") or (next(iter(found)) if len(found) == 1 else "")
    if found and chosen not in found:
        raise UserError("", {"organisation": turn.say("Choose an organisation.")})
    await need_record_writer(turn, found[chosen].id if chosen in found else 0, WRITE)
    return found[chosen]


async def _draw_saved_plot(turn: Turn, plot: Plot) -> Card:
    """Draw the plot, and for its writer a hint on competition law: prices of plots belong to no card."""
    card = await draw_full_plot(turn, plot)
    texts = " ".join(filter(None, (plot.nature_notes, plot.ownership, plot.road)))
    return Card(card.title, (*card.parts, *draw_competition_hint(turn.say, texts)))


async def _store_first_form(event: Submission, turn: Turn) -> Reply:
    plot = await _load_plot_to_change(turn, event.value)
    values = parse_plot_facts(event, turn.say, plot, _list_asked_facts(event))
    values |= await parse_level_fields(event, turn, plot)
    values["open_parts"] = parse_open_parts(event)
    values["contact_id"] = await choose_contact(event, turn, plot.organisation_id)
    free = plot.free_area
    await change_plot(turn.store, plot, values, turn.person.id)
    card = await _draw_saved_plot(turn, plot)
    return Reply(Card(card.title, (*card.parts[:-1], *_ask_for_placement(turn.say, plot, free), card.parts[-1])))


def _ask_for_placement(say: Say, plot: Plot, free: float | None) -> tuple[Part, ...]:
    """Ask above the buttons what became of land that is no longer free. `free`: area that was free before."""
    if free is None or plot.free_area is None or plot.free_area >= free:
        return ()
    gone = describe_plot_value(say, "free_area", free - plot.free_area)
    return (Text(say("{area} less is free. Was it taken into use?", area=gone), "strong"),)


@router.on(Click, "plots.land", opens=True)
@router.on(Click, "plots.access", opens=True)
@router.on(Click, "plots.supply", opens=True)
@router.on(Click, "plots.grid", opens=True)
@router.on(Click, "plots.queue", opens=True)
@router.on(Click, "plots.terms", opens=True)
async def on_plot_part_open(event: Click, turn: Turn) -> Reply:
    plot, note = await _load_plot_to_change(turn, event.value), ""
    if event.name in _OF_GRID:
        note = turn.say("Megawatts, voltage, grid company and year. No drawings, cable maps or stations with capacity.")
    return _draw_plot_form(turn, plot, event.name, label_plot_form(turn.say, event.name), note=note)


@router.on(Submission, "plots.land")
@router.on(Submission, "plots.access")
@router.on(Submission, "plots.supply")
@router.on(Submission, "plots.grid")
@router.on(Submission, "plots.queue")
@router.on(Submission, "plots.terms")
async def on_plot_part_submit(event: Submission, turn: Turn) -> Reply:
    plot = await _load_plot_to_change(turn, event.value)
    values = parse_plot_facts(event, turn.say, plot, _list_asked_facts(event))
    await change_plot(turn.store, plot, values, turn.person.id)
    return Reply(await _draw_saved_plot(turn, plot))


def _list_asked_facts(event: Submission) -> tuple[PlotFact, ...]:
    """Return the facts of the form, and others that it has: one that was opened before it was parted asks for more."""
    facts = FORMS.get(event.name, _FIRST)
    return (*facts, *(fact for fact in FACTS.values() if fact not in facts and fact.key in event.values))


def _draw_plot_form(turn: Turn, plot: Plot, do: str, title: str, more: tuple[Field, ...] = (), note: str = "") -> Reply:
    fields = (*draw_plot_fact_fields(turn.say, plot, FORMS.get(do, _FIRST)), *more)
    return Reply(form=Form(title, do, fields, turn.say("Save"), str(plot.id), note=note))


async def _load_plot_to_change(turn: Turn, value: str) -> Plot:
    """Return a plot that may be changed. Raise UserError for one that the secretariat has hidden."""
    plot = await load_own_plot(turn, value)
    if plot.state == HIDDEN:
        raise UserError(turn.say("The secretariat has hidden {code}.", code=plot.code))
    return plot


@router.on(Click, "plots.remove")
async def on_plot_remove(event: Click, turn: Turn) -> Reply:
    """Delete a plot that is sold or was written down by mistake, with its history."""
    plot = await load_own_plot(turn, event.value)
    text = turn.say("{name} is removed.", name=plot.code)
    await delete_plot(turn.store, plot)
    return build_text_reply(text, replace=event.direct)
