"""Take down how much of a plot was taken into use, and take it back. The outcome report adds up the year."""

from __future__ import annotations

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.plots.lookup import load_own_plot
from handlers.exchange.plots.plot_card import draw_full_plot
from handlers.exchange.plots.plot_facts import FACTS, FIRST_YEAR
from handlers.exchange.plots.plot_fields import explain_wrong_fact, write_plot_number
from handlers.exchange.plots.plot_labels import describe_plot_unit
from handlers.exchange.plots.plot_parser import WrongFact, parse_fact_text
from handlers.exchange.plots.plot_publication import change_plot
from storage.exchange.plot_placements import PlotPlacement
from storage.kit.parent_locks import lock_parent

router = Router()
#: fields of the form: name -> the fact whose unit and bounds it has
_AMOUNTS = {"area": "area", "power": "reserved_power", "left": "free_area"}


@router.on(Click, "plots.place", opens=True)
async def on_plot_place_open(event: Click, turn: Turn) -> Reply:
    plot, say = await load_own_plot(turn, event.value), turn.say
    fields = (
        Field("area", say("Area taken into use"), "line", "", describe_plot_unit(say, "da"), required=False, most=40),
        Field("power", say("Power taken into use"), "line", "", describe_plot_unit(say, "MW"), required=False, most=40),
        Field("year", say("Year"), "number", str(_get_year(turn)), most=4),
        Field(
            "left", say("Free area now"), "line", write_plot_number(plot.free_area, "da"),
            describe_plot_unit(say, "da"), required=False, most=40,
        ),
    )  # fmt: skip
    title, note = say("{code} taken into use", code=plot.code), say("It counts in the network's report of the year.")
    return Reply(form=Form(title, "plots.place", fields, say("Save"), str(plot.id), note=note))


@router.on(Submission, "plots.place")
async def on_plot_place_submit(event: Submission, turn: Turn) -> Reply:
    plot, say = await load_own_plot(turn, event.value), turn.say
    area, power, left = _parse_amounts(event, say)
    if not area and not power:
        raise UserError("", {"area": say("Write how much land or power was taken into use.")})
    if max(area or 0, left or 0) > plot.area:
        wrong = "area" if (area or 0) > plot.area else "left"
        raise UserError("", {wrong: say("That is more than all of the plot.")})
    year = parse_id(event.get_text("year"))
    if not FIRST_YEAR <= year <= _get_year(turn):
        raise UserError("", {"year": say("Write a year up to this one.")})
    before = await turn.store.plot_placements.list_placements_of_plot(plot.id)
    same_year = sum(one.area or 0 for one in before if one.year == year)
    if area and area + same_year > plot.area:
        told = say("With what was taken into use that year before, it is more than all of the plot.")
        raise UserError("", {"area": told})
    await turn.store.plot_placements.add(
        PlotPlacement(
            plot_id=plot.id, organisation_id=plot.organisation_id, name=plot.name, year=year, area=area or None,
            power=power or None, by_id=turn.person.id,
        )
    )  # fmt: skip
    await change_plot(turn.store, plot, {"free_area": left}, turn.person.id)
    return Reply(await draw_full_plot(turn, plot))


def _get_year(turn: Turn) -> int:
    return turn.now.astimezone(turn.arena.zone).year


def _parse_amounts(event: Submission, say: Say) -> tuple[float | None, float | None, float | None]:
    """Return area, power and what is left. Raise UserError with what is wrong at each field."""
    values, wrong = dict[str, float | None](), dict[str, str]()
    for name, fact in _AMOUNTS.items():
        try:
            values[name] = parse_fact_text(FACTS[fact], event.get_text(name))
        except WrongFact as error:
            wrong[name] = explain_wrong_fact(say, error)
    if wrong:
        raise UserError("", wrong)
    return values["area"], values["power"], values["left"]


@router.on(Click, "plots.unplace")
async def on_plot_unplace(event: Click, turn: Turn) -> Reply:
    """Take back what was told of a plot. Reports that are frozen keep it."""
    told = await turn.store.plot_placements.find(parse_id(event.value))
    found, held = await lock_parent(turn.store.plots, told, lambda one: one.plot_id)
    gone = turn.say("It has been taken back already.")
    is_told = held is not None and found is not None and not found.is_taken_back
    plot = await load_own_plot(turn, str(held.id if held is not None and is_told else 0), gone)
    assert found is not None, "no plot has the id nought"
    await turn.store.plot_placements.take_back_placement(found)
    return Reply(await draw_full_plot(turn, plot), replace=event.direct)
