"""Map plots to rows: a field for each fact, and who sees them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from bot.importers.file_kinds import FileKind
from bot.importers.rows.columns import (
    ColumnMapping,
    ColumnType,
    DayColumn,
    FlagColumn,
    NumberColumn,
    ReferenceColumn,
    TextColumn,
    TextListColumn,
    TimeColumn,
    locate_row_error,
    read_row_objects,
)
from bot.importers.rows.record_names import RecordNames, load_record_names, seed_with_names
from bot.importers.rows.shared_fields import MeasureColumn, parse_code_field, read_row_audience
from handlers.access.visibility.audience_format import format_audience
from handlers.chat.rows import RowError
from handlers.chat.rows.row_fields import Row, parse_text_field
from handlers.exchange.plots.plot_facts import (
    DAY,
    FACTS,
    FIRST_YEAR,
    FLAG,
    LAST_YEAR,
    NUMBER,
    PARTS,
    REQUIRED,
    WORD,
    YEAR,
    PlotFact,
    find_contradiction,
    get_empty_value,
)
from handlers.exchange.plots.plot_publication import detect_plot_language, find_plot_topic, synchronise_plot
from handlers.exchange.power_sensitive_details import find_power_sensitive_detail
from storage.exchange.listings import LEVELS, MEMBERS_LEVEL, REFERENCE
from storage.exchange.plot_placements import PlotPlacement
from storage.exchange.plots import STATES, Plot
from storage.kit.database import Store


@dataclass(frozen=True, slots=True)
class SafeTextColumn:
    """Hold a text that gives no power-sensitive detail."""

    most: int
    required: bool = False

    def read_column_value(self, row: Row, name: str, names: RecordNames) -> str:
        text = parse_text_field(row, name, most=self.most, required=self.required)
        if find_power_sensitive_detail(text) is not None:
            raise RowError(name, "gives power-sensitive information, which is not kept")
        return text

    def write_column_value(self, value: Any, names: RecordNames) -> str:
        return value or ""


def _choose_column(fact: PlotFact) -> ColumnType:
    """Return the column that holds a fact in files."""
    required = fact.key in REQUIRED
    if fact.kind == NUMBER:
        return MeasureColumn(0, fact.most, f"a number of {fact.unit} of at most {fact.most}", required)
    if fact.kind == WORD:
        return SafeTextColumn(fact.most, required)
    if fact.kind == YEAR:
        return NumberColumn(most=LAST_YEAR)
    if fact.kind == FLAG:
        return FlagColumn(open=True)
    return DayColumn() if fact.kind == DAY else TextColumn(choices=fact.choices)


PLOT = ColumnMapping(
    {
        "organisation": ("organisation_id", ReferenceColumn("organisations", required=True)),
        **{key: (key, _choose_column(fact)) for key, fact in FACTS.items()},
        "level": ("level", TextColumn(choices=LEVELS)), "open_parts": ("open_parts", TextListColumn()),
        "contact": ("contact_id", ReferenceColumn("people")), "state": ("state", TextColumn(choices=STATES)),
        "created": ("created_at", TimeColumn()), "reference": ("reference", TextColumn(REFERENCE)),
    },
    ("id", "reach", "placements"),
)  # fmt: skip
PLACEMENT = ColumnMapping(
    {
        "year": ("year", NumberColumn(most=LAST_YEAR)),
        "area": ("area", _choose_column(FACTS["free_area"])),
        "power": ("power", _choose_column(FACTS["reserved_power"])),
        "by": ("by_id", ReferenceColumn("people")), "told": ("told_at", TimeColumn()),
    }
)  # fmt: skip


async def export_plot_rows(store: Store) -> list[dict[str, Any]]:
    """Return all plots, in the order of their numbers."""
    names, rows, placed = await load_record_names(store), [], defaultdict[int | None, list[PlotPlacement]](list)
    for one in await store.plot_placements.list_all_placements():
        placed[one.plot_id].append(one)
    for plot in sorted(await store.plots.list_all_plots(), key=lambda one: int(one.code[2:])):
        reach = await format_audience(store, plot.reach_id) or "all"
        placements = [PLACEMENT.write_columns(one, names) for one in placed[plot.id]]
        row = {"id": plot.code} | PLOT.write_columns(plot, names) | {"reach": reach}
        rows.append(row | ({"placements": placements} if placements else {}))
    return rows


async def seed_plot_row(store: Store, row: Row, names: RecordNames) -> None:
    """Add the plot, or change the one of this code to what the row says. Placements come with a new plot alone."""
    values, code = PLOT.read_columns(row, names), parse_code_field(row, "P")
    _refuse_wrong_values(values)
    created = values.pop("created_at", None)
    values |= await read_row_audience(store, row)
    plot = await store.plots.find_plot_by_code(code)
    is_new = plot is None
    if plot is None:
        unknown = {key: get_empty_value(fact) for key, fact in FACTS.items()}
        topic, language = await find_plot_topic(store), detect_plot_language(values)
        plot = Plot(code=code, topic_id=topic, language=language, **(unknown | {"open_parts": []} | values))
        await store.plots.add_plots([plot])
        names.add_names("plots", [(plot.id, code)])
    for column, value in values.items():
        setattr(plot, column, value)
    plot.level = plot.level or MEMBERS_LEVEL
    plot.created_at = created or plot.created_at
    await synchronise_plot(store, plot)
    there = [*await store.plot_placements.list_placements_of_plot(plot.id)]  # of a plot that was removed
    for n, one in read_row_objects(row, "placements") if is_new else ():
        try:
            await _add_placement(store, plot, one, names, there)
        except RowError as error:
            raise locate_row_error("placements", n, error) from error


async def _add_placement(store: Store, plot: Plot, row: Row, names: RecordNames, there: list[PlotPlacement]) -> None:
    """Add the placement, unless it is one of those that are there."""
    values = PLACEMENT.read_columns(row, names)
    if (values["year"] or 0) < FIRST_YEAR:
        raise RowError("year", f"must be a year from {FIRST_YEAR} to {LAST_YEAR}")
    if not values.get("area") and not values.get("power"):
        raise RowError("area", "must be more than nothing, or power must be")
    facts = [values.get(name) for name in ("year", "area", "power")]
    same = next((one for one in there if [one.year, one.area, one.power] == facts), None)
    if same is not None:
        there.remove(same)
        return
    told = values.pop("told_at", None)
    placement = PlotPlacement(**values, plot_id=plot.id, organisation_id=plot.organisation_id, name=plot.name)
    (await store.plot_placements.add(placement)).told_at = told or store.now


def _refuse_wrong_values(values: dict[str, Any]) -> None:
    clash = find_contradiction(values)
    if clash is not None:
        raise RowError(clash[0], f"cannot be so beside {clash[1]}")
    unknown = [part for part in values.get("open_parts", ()) if part not in PARTS]
    if unknown:
        raise RowError("open_parts", f"must be some of {', '.join(PARTS)}, not {unknown[0]!r}")


FILE = FileKind(
    name="plots",
    seed=seed_with_names(seed_plot_row),
    export=export_plot_rows,
    people=("contact",),
    fields={"": PLOT, "placements": PLACEMENT},
)
