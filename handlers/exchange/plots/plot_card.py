"""Draw a plot for one person, as far as they may read it, and the history of what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.access.visibility import audience_texts
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Buttons, Card, Facts, Item, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.leveled_records import find_record_contact
from handlers.exchange.organisation_records import is_own_record
from handlers.exchange.plots.lookup import (
    load_own_plot,
    load_visible_plot,
    may_change_plot,
    read_values_for,
)
from handlers.exchange.plots.plot_album import draw_plot_album_button
from handlers.exchange.plots.plot_facts import GRID
from handlers.exchange.plots.plot_fields import describe_plot_level
from handlers.exchange.plots.plot_labels import (
    describe_plot_value,
    label_plot_fact,
    label_plot_part,
    title_plot,
)
from handlers.exchange.plots.plot_rows import (
    describe_grid_notes,
    join_plot_rows,
    list_area_rows,
    list_plot_sections,
)
from storage.exchange.listings import MEMBERS_LEVEL, OPEN_LEVEL
from storage.exchange.plot_placements import PlotPlacement
from storage.exchange.plots import HIDDEN, Plot

router = Router()
#: changes that are shown; facts that have a line each
MOST_CHANGES, MOST_LINES = 5, 9


@router.on(Click, "plots.open")
async def on_plot_open(event: Click, turn: Turn) -> Reply:
    return Reply(await draw_full_plot(turn, await load_visible_plot(turn, event.value)))


async def draw_full_plot(turn: Turn, plot: Plot) -> Card:
    """Draw the plot part by part, with what this person may do."""
    say, values = turn.say, read_values_for(turn.person, plot)
    parts: list[Part] = [await _draw_basics(turn, plot, values), *_draw_sections(say, values)]
    if turn.person.secretariat or await is_own_record(turn.store, turn.person, plot):
        parts.append(Text(await _describe_plot_readers(turn, plot), "subtle"))
    parts += await _draw_placements(turn, plot)
    row = await _list_plot_buttons(turn, plot, values)
    parts += [Buttons(row)] if row else []
    return Card(title_plot(say, plot), tuple(parts))


def _draw_sections(say: Say, values: Mapping[str, Any]) -> list[Part]:
    """Draw what is known, part by part: a line for each fact, or for each part where a phone would not hold so many."""
    sections, note = list_plot_sections(say, values), describe_grid_notes(say, values)
    notes: list[Part] = [Text(note, "subtle")] if note else []
    if sum(len(rows) for _, _, rows in sections) > MOST_LINES:
        return [Facts(tuple((label, join_plot_rows(say, rows)) for _, label, rows in sections)), *notes]
    parts: list[Part] = []
    for part, label, rows in sections:
        parts += [Text(label, "strong"), Facts(rows), *(notes if part == GRID else ())]
    return parts


async def _draw_basics(turn: Turn, plot: Plot, values: Mapping[str, Any]) -> Facts:
    say = turn.say
    organisation = await turn.store.organisations.find(plot.organisation_id)
    contact = await find_record_contact(turn.store, plot)
    rows = (
        (say("Organisation"), organisation.name if organisation else ""),
        *list_area_rows(say, values),
        (say("Contact"), contact.name if contact else ""),
    )
    return Facts(tuple((label, text) for label, text in rows if text))


async def _describe_plot_readers(turn: Turn, plot: Plot) -> str:
    """Return who sees the plot, what of it guests read, and when it was changed last."""
    say = turn.say
    if plot.level == MEMBERS_LEVEL:
        audience = await turn.store.audiences.find(plot.reach_id)
        readers = await audience_texts.describe_audience(turn.store, audience, say)
    else:
        readers = describe_plot_level(say, plot.level)
    texts = [say("Hidden by the secretariat") if plot.state == HIDDEN else readers]
    if plot.level == OPEN_LEVEL:
        opened = say.listed([label_plot_part(say, part) for part in plot.open_parts])
        texts.append(say("Guests read besides: {parts}", parts=opened or say("nothing")))
    texts.append(say("Changed {day}", day=say.format_day(plot.changed_at)))
    return " · ".join(texts)


async def _draw_placements(turn: Turn, plot: Plot) -> list[Part]:
    """Draw what was taken into use, to those who may take it back."""
    if not await may_change_plot(turn, plot):
        return []
    say, items = turn.say, list[Part]()
    told = await turn.store.plot_placements.list_placements_of_plot(plot.id)
    for one in told:
        ask = say("Was it not taken into use?")
        undo = (Button(say("Take back"), "plots.unplace", str(one.id), "danger", ask),)
        items.append(Item(str(one.year), describe_placement(say, one), buttons=undo))
    total = sum(one.area or 0 for one in told)
    if total > plot.area:
        amount, whole = (describe_plot_value(say, "area", size) for size in (total, plot.area))
        text = say("In all {amount} of {whole} are told. Take back what was not taken into use.",
                   amount=amount, whole=whole)  # fmt: skip
        items.append(Text(text))
    return [Text(say("Taken into use"), "strong"), *items] if items else []


def describe_placement(say: Say, placement: PlotPlacement) -> str:
    """Return "40 da, 12 MW"."""
    amounts = (
        describe_plot_value(say, "area", placement.area),
        describe_plot_value(say, "reserved_power", placement.power),
    )
    return ", ".join(filter(None, amounts))


async def _list_plot_buttons(turn: Turn, plot: Plot, values: Mapping[str, Any]) -> tuple[Button, ...]:
    say, id = turn.say, str(plot.id)
    picture = values.get("picture") if values.get("picture_credit") else None
    may_change = await may_change_plot(turn, plot)
    row = [*await draw_plot_album_button(turn, plot, may_change=may_change)]
    row += [Button(say("Link to a picture"), url=picture)] if picture else []
    if may_change:
        return (
            Button(say("Change"), "plots.write", id, "primary"),
            Button(say("More facts"), "plots.parts", id),
            Button(say("Taken into use"), "plots.place", id),
            Button(say("History"), "plots.history", id),
            *row,
            Button(say("Remove"), "plots.remove", id, "danger", say("Remove the plot for good?")),
        )
    if not turn.person.guest:
        row.append(Button(say("Report"), "moderation.more", RecordValue("plot", plot.id).encode_value()))
    return tuple(row)


@router.on(Click, "plots.history")
async def on_plot_history(event: Click, turn: Turn) -> Reply:
    """Show who changed what, newest first, to those who may change it."""
    plot, say = await load_own_plot(turn, event.value), turn.say
    told: dict[tuple[str, int | None], dict[str, Any]] = {}
    for change in await turn.store.plots.list_changes(plot.id, MOST_CHANGES):
        of_day = told.setdefault((say.format_day(change.changed_at), change.changed_by_id), {})
        # newest first: of what changed twice that day, what it is after the last and was before the first
        of_day |= {key: (before, of_day.get(key, (None, after))[1]) for key, (before, after) in change.data.items()}
    parts: list[Part] = [await _draw_changes(turn, day, by, data) for (day, by), data in told.items()]
    if not parts:
        parts.append(Text(say("Nothing was changed since it was written down."), "subtle"))
    return Reply(Card(say("History of {code}", code=plot.code), tuple(parts)))


async def _draw_changes(turn: Turn, day: str, by: int | None, data: Mapping[str, Any]) -> Item:
    """Draw what one person changed in one day, in however many of the forms."""
    person = await turn.store.people.find(by)
    lines = [_describe_change(turn.say, key, before, after) for key, (before, after) in data.items()]
    return Item(day, " · ".join(lines), person.name if person else "")


def _describe_change(say: Say, key: str, before: Any, after: Any) -> str:
    """Return "Area: 120 da → 150 da", or "Quay: Yes" of what was not known before."""
    told = _describe(say, key, before), _describe(say, key, after)
    return f"{_label_column(say, key)}: {told[1] if told[0] == '–' else ' → '.join(told)}"


def _label_column(say: Say, key: str) -> str:
    if key in ("level", "open_parts"):
        return say("Who sees it") if key == "level" else say("What guests read")
    return label_plot_fact(say, key)


def _describe(say: Say, key: str, value: Any) -> str:
    """Return a value of the history in words."""
    if key == "level":
        return describe_plot_level(say, value)
    if key == "open_parts":
        return say.listed([label_plot_part(say, part) for part in value]) or "–"
    return describe_plot_value(say, key, value) or "–"
