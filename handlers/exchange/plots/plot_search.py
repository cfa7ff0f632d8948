"""Search plots in words: what was understood stands on the card, then what meets all of it, then what misses one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from handlers.exchange.plots.lookup import list_plots_for, read_values_for
from handlers.exchange.plots.plot_hits import PlotHit, PlotSight, find_plots
from handlers.exchange.plots.plot_labels import describe_grid_figure, describe_plot_value, label_plot_fact, title_plot
from handlers.exchange.plots.plot_rows import describe_key_facts
from handlers.exchange.plots.plot_wishes import BY, IN_PLACE, IS, LONGEST, MOST, PlotQuery, PlotWish, read_plot_query
from handlers.exchange.sites.lookup import list_site_organisations
from handlers.policy.rounds.inquirers import InquiryValue
from handlers.quantities.text_folding import fold_signs
from storage.directory.organisations import Organisation
from storage.exchange.plots import Plot

router = Router()
PAGE = 4
#: letters of a name's first word that is enough to mean it
_FEWEST_LETTERS = 4


class PlotPage(ButtonValue, frozen=True):
    """Hold which page of plots is shown, and what was searched for; empty: all plots."""

    skip: int
    text: str = ""


@router.on(Click, "plots.find", opens=True)
async def on_plot_find_open(event: Click, turn: Turn) -> Reply:
    say = turn.say
    hint = say("Such as: over 100 da with quay and 20 MW before 2029")
    field = Field("text", say("What do you look for?"), "line", event.value[:LONGEST], hint, most=LONGEST)
    return Reply(form=Form(say("Find plots"), "plots.find", (field,), say("Search")))


@router.on(Submission, "plots.find")
async def on_plot_find_submit(event: Submission, turn: Turn) -> Reply:
    return Reply(await draw_plot_hits(turn, event.get_text("text")))


async def draw_plot_hits(turn: Turn, text: str, skip: int = 0) -> Card:
    """Draw what was understood, and the plots that meet it."""
    say, plots = turn.say, {plot.id: plot for plot in await list_plots_for(turn)}
    sights = await load_plot_sights(turn, plots)
    query = read_plot_query(text, {place for sight in sights for place in sight.places})
    hits = find_plots(sights, query.wishes) if query.wishes else []
    parts = [*draw_plot_query(say, query)]
    if query.wishes and not hits:
        parts.append(Text(say("No plot meets this, nor all of it but one thing.")))
    parts += _draw_hits(say, plots, hits, skip)
    row = [Button(say("Change the search"), "plots.find", text[:LONGEST]), Button(say("All plots"), "plots.page")]
    if query.wishes and await list_site_organisations(turn):
        row.append(Button(say("Ask the parks"), "inquiries.write", InquiryValue(None, text[:LONGEST]).encode_value()))
    if not hits and not turn.person.guest:
        row.append(Button(say("Ask the network"), "questions.ask_this", text[:LONGEST]))
    if len(hits) > skip + PAGE:
        row.append(Button(say("Next page"), "plots.page", PlotPage(skip + PAGE, text[:LONGEST]).encode_value()))
    if skip:
        before = PlotPage(max(skip - PAGE, 0), text[:LONGEST])
        row.append(Button(say("Previous page"), "plots.page", before.encode_value()))
    return Card(say("Plots"), (*parts, Buttons(tuple(row)), *await draw_unconfirmed_notice(turn)))


async def load_plot_sights(turn: Turn, plots: Mapping[int, Plot]) -> list[PlotSight]:
    """Return what the person may read of each plot, with the names of its place."""
    ids = {plot.organisation_id for plot in plots.values()}
    houses = {one.id: one for one in await turn.store.organisations.list_all_organisations() if one.id in ids}
    return [
        PlotSight(plot.id, read_values_for(turn.person, plot), _list_places(plot, houses.get(plot.organisation_id)))
        for plot in plots.values()
    ]


def _list_places(plot: Plot, organisation: Organisation | None) -> frozenset[str]:
    """Return the folded names by which the plot's place may be meant."""
    names = [plot.municipality, plot.name]
    if organisation is not None:
        names += [organisation.name, organisation.region, organisation.name.partition(" ")[0]]
    return frozenset(fold_signs(name) for name in names if len(name) >= _FEWEST_LETTERS)


def draw_plot_query(say: Say, query: PlotQuery) -> list[Part]:
    """Draw what was understood of a search, and what was left out."""
    parts: list[Part] = []
    if query.wishes:
        chips = " · ".join(describe_plot_wish(say, wish) for wish in query.wishes)
        parts.append(Text(say("Looks for: {filters}", filters=chips), "strong"))
    else:
        parts.append(Text(say("I find no filter in this. Write for example: over 100 da with quay and 20 MW.")))
    parts += [
        Text(say("“{number}” can be read in two ways, so it is left out.", number=number), "subtle")
        for number in query.doubtful
    ]
    if query.unread:
        parts.append(Text(say("Not understood: {words}.", words=", ".join(query.unread)), "subtle"))
    return parts


def _draw_hits(say: Say, plots: dict[int, Plot], hits: Sequence[PlotHit], skip: int) -> list[Part]:
    """Draw one page of hits, with a line before the first one that misses something."""
    parts: list[Part] = []
    for at, hit in enumerate(hits[skip : skip + PAGE], skip):
        if hit.missed is not None and (at == skip or hits[at - 1].missed is None):
            parts.append(Text(say("These miss one thing:"), "strong"))
        parts.append(draw_plot_item(say, plots[hit.sight.id], hit.sight.values, describe_missed_wish(say, hit)))
    return parts


def draw_plot_item(say: Say, plot: Plot, values: Mapping[str, Any], note: str) -> Item:
    """Draw a plot in a list: what it is called, what there is, and a note."""
    show = Button(say("Show"), "plots.open", str(plot.id))
    return Item(title_plot(say, plot), describe_key_facts(say, values), note, (show,))


def describe_plot_wish(say: Say, wish: PlotWish) -> str:
    """Return a wish in few words: "at least 100 da", "quay", "20 MW free capacity", "by 2028"."""
    if wish.how == IN_PLACE:
        return wish.said
    if wish.how == BY:
        return say("by {year}", year=wish.value)
    label = _lower_first(label_plot_fact(say, wish.key))
    if wish.how == IS:
        return label if wish.value else say("without {what}", what=label)
    if isinstance(wish.value, tuple):
        return _describe_choices(say, wish)
    if not wish.value:
        return label
    amount = describe_plot_value(say, wish.key, wish.value)
    if wish.how == MOST:
        return say("{what}: at most {amount}", what=label, amount=amount)
    return say("{what}: at least {amount}", what=label, amount=amount)


def _describe_choices(say: Say, wish: PlotWish) -> str:
    assert isinstance(wish.value, tuple)
    return " / ".join(_lower_first(describe_plot_value(say, wish.key, value)) for value in wish.value)


def describe_missed_wish(say: Say, hit: PlotHit) -> str:
    """Return which thing a plot misses, with what it has instead; figures of the grid are told apart."""
    if hit.missed is None:
        return ""
    wish, values = hit.missed.wish, hit.sight.values
    what = describe_plot_wish(say, wish)
    if not hit.missed.known:
        return say("Not known: {what}.", what=what)
    missed = say("Misses: {what}.", what=what)
    has = _describe_instead(say, wish, values)
    told = [missed, say("Has {value}.", value=_lower_first(has)) if has else ""]
    other = describe_grid_figure(say, values, "conditional") if wish.key == "firm_power" else ""
    told += [say("On conditions, which is another thing: {power}.", power=other)] if other else []
    return " ".join(filter(None, told))


def _describe_instead(say: Say, wish: PlotWish, values: Mapping[str, Any]) -> str:
    """Return what the plot has instead of what is wanted; empty where a yes, a no or a place says it all."""
    if wish.how == BY:
        return describe_grid_figure(say, values, "firm") or describe_plot_value(say, wish.key, values.get(wish.key))
    return describe_plot_value(say, wish.key, values.get(wish.key)) if wish.how not in (IN_PLACE, IS) else ""


def _lower_first(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
