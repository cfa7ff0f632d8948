"""Show what a table would do before it does anything, and what it has done."""

from __future__ import annotations

from collections.abc import Callable

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.rows import RowFault
from handlers.chat.say import Say
from handlers.exchange.imports.listing_plan import ChangedListing, ImportPlan
from handlers.exchange.imports.listing_rows import ListingRow
from handlers.exchange.listing_labels import describe_direction, title_listing
from handlers.exchange.matching.flow_phrases import name_type
from handlers.moderation.competition.competition_texts import draw_competition_hint

#: faults, and rows of a kind, that are shown
SHOWN_FAULTS, SHOWN_ROWS = 12, 5
#: column of a listing -> what people call it
_LABELS: dict[str, Callable[[Say], str]] = {
    "type": lambda say: say("type"),
    "direction": lambda say: say("offer or need"),
    "text": lambda say: say("description"),
    "amount": lambda say: say("amount"),
    "temperature": lambda say: say("temperature"),
    "months": lambda say: say("months"),
    "valid_to": lambda say: say("last day"),
    "site_id": lambda say: say("site"),
    "circle": lambda say: say("who sees it"),
    "state": lambda say: say("in force again"),
}


def describe_import_faults(say: Say, faults: list[RowFault]) -> str:
    """Return a line for each fault, as far as they are shown."""
    lines = [
        say("Nothing was brought in. Correct these rows:"),
        *(one.translate_fault(say) for one in faults[:SHOWN_FAULTS]),
    ]
    if len(faults) > SHOWN_FAULTS:
        lines.append(say.many("and {n} more", "and {n} more", len(faults) - SHOWN_FAULTS))
    return "\n".join(lines)


def draw_import_preview(say: Say, plan: ImportPlan, draft_id: int) -> Card:
    """Draw what would be new, changed and left, what was not read, and the button that brings it in."""
    parts: list[Part] = [Text(_count_rows(say, plan), "strong")]
    parts += [Text(line) for line in _list_lines(say, plan)]
    parts += [Text(note.translate_fault(say), "subtle") for note in plan.notes]
    if plan.changes_nothing:
        parts.append(Text(say("Everything stands here already as the table says.")))
        return Card(say("What the table would do"), tuple(parts))
    quiet = say(
        "Rooms get no cards of it, and what fits is looked for in the night. Where the table does not say who sees a"
        " new one by name, your region does."
    )
    parts.append(Text(quiet, "subtle"))
    texts = " ".join(
        [*(row.values.get("text", "") for row in plan.new), *(one.values.get("text", "") for one in plan.changed)]
    )
    parts += draw_competition_hint(say, texts)
    parts.append(Buttons((Button(say("Bring it in"), "exchange.import_rows", str(draft_id), "primary"),)))
    return Card(say("What the table would do"), tuple(parts))


def draw_import_result(say: Say, plan: ImportPlan) -> Card:
    """Draw what was brought in, and the way to it."""
    row = Buttons((Button(say("Offers and needs"), "exchange.list", style="primary"),))
    return Card(say("The table is brought in"), (Text(_count_rows(say, plan), "strong"), row))


def _count_rows(say: Say, plan: ImportPlan) -> str:
    return " · ".join((
        say.many("{n} is new", "{n} are new", len(plan.new)),
        say.many("{n} is changed", "{n} are changed", len(plan.changed)),
        say.many("{n} stays as it is", "{n} stay as they are", len(plan.same)),
    ))  # fmt: skip


def _list_lines(say: Say, plan: ImportPlan) -> list[str]:
    lines = [_describe_new(say, row) for row in plan.new[:SHOWN_ROWS]]
    if len(plan.new) > SHOWN_ROWS:
        lines.append(say.many("and {n} more", "and {n} more", len(plan.new) - SHOWN_ROWS))
    lines += [_describe_change(say, one) for one in plan.changed[:SHOWN_ROWS]]
    if len(plan.changed) > SHOWN_ROWS:
        lines.append(say.many("and {n} more", "and {n} more", len(plan.changed) - SHOWN_ROWS))
    return lines


def _describe_new(say: Say, row: ListingRow) -> str:
    values = row.values
    what = ", ".join(filter(None, (name_type(say, values["type"]), values.get("amount", ""))))
    title = f"{describe_direction(say, values['direction'])}: {what}"
    return say("Row {row}: {title} ({site})", row=row.number, title=title, site=row.site.name)


def _describe_change(say: Say, one: ChangedListing) -> str:
    fields = [_LABELS[name](say) for name in one.values if name in _LABELS]
    return f"{title_listing(say, one.listing)} – {say.listed(fields)}"
