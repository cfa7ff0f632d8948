"""Show what a table would do before it does anything, and what it has done."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.rows import RowFault
from handlers.chat.say import Say
from handlers.exchange.imports.import_scope import ImportedRow
from handlers.exchange.imports.table_kinds import ChangedRecord, ImportPlan, TableKind
from handlers.moderation.competition.competition_texts import draw_competition_hint

#: faults, and rows of a kind, that are shown
SHOWN_FAULTS, SHOWN_ROWS = 12, 5


def describe_import_faults(say: Say, faults: list[RowFault]) -> str:
    """Return a line for each fault, as far as they are shown."""
    lines = [
        say("Nothing was brought in. Correct these rows:"),
        *(one.translate_fault(say) for one in faults[:SHOWN_FAULTS]),
    ]
    if len(faults) > SHOWN_FAULTS:
        lines.append(say.many("and {n} more", "and {n} more", len(faults) - SHOWN_FAULTS))
    return "\n".join(lines)


def draw_import_preview(say: Say, kind: TableKind, plan: ImportPlan, draft_id: int) -> Card:
    """Draw what would be new, changed and left, what was not read, and the button that brings it in."""
    parts: list[Part] = [Text(_count_rows(say, plan), "strong")]
    parts += [Text(line) for line in _list_lines(say, kind, plan)]
    parts += [Text(note.translate_fault(say), "subtle") for note in plan.notes]
    if plan.changes_nothing:
        parts.append(Text(say("Everything stands here already as the table says.")))
        return Card(say("What the table would do"), tuple(parts))
    parts.append(Text(kind.describe_terms(say), "subtle"))
    said = [*(row.values for row in plan.new), *(one.values for one in plan.changed)]
    texts = " ".join(
        str(values.get(name, "")) for values in said for name in ("text", "name", "destination", "nature_notes")
    )
    parts += draw_competition_hint(say, texts)
    parts.append(Buttons((Button(say("Bring it in"), "exchange.import_rows", str(draft_id), "primary"),)))
    return Card(say("What the table would do"), tuple(parts))


def draw_import_result(say: Say, kind: TableKind, plan: ImportPlan) -> Card:
    """Draw what was brought in, and the way to it."""
    row = Buttons((Button(kind.label(say), kind.open, style="primary"),))
    return Card(say("The table is brought in"), (Text(_count_rows(say, plan), "strong"), row))


def _count_rows(say: Say, plan: ImportPlan) -> str:
    return " · ".join((
        say.many("{n} is new", "{n} are new", len(plan.new)),
        say.many("{n} is changed", "{n} are changed", len(plan.changed)),
        say.many("{n} stays as it is", "{n} stay as they are", len(plan.same)),
    ))  # fmt: skip


def _list_lines(say: Say, kind: TableKind, plan: ImportPlan) -> list[str]:
    lines = [_describe_new(say, kind, row) for row in plan.new[:SHOWN_ROWS]]
    if len(plan.new) > SHOWN_ROWS:
        lines.append(say.many("and {n} more", "and {n} more", len(plan.new) - SHOWN_ROWS))
    lines += [_describe_change(say, kind, one) for one in plan.changed[:SHOWN_ROWS]]
    if len(plan.changed) > SHOWN_ROWS:
        lines.append(say.many("and {n} more", "and {n} more", len(plan.changed) - SHOWN_ROWS))
    return lines


def _describe_new(say: Say, kind: TableKind, row: ImportedRow) -> str:
    return say("Row {row}: {title} ({site})", row=row.number, title=kind.describe_row(say, row), site=row.site.name)


def _describe_change(say: Say, kind: TableKind, one: ChangedRecord) -> str:
    fields = [kind.labels[name](say) for name in one.values if name in kind.labels]
    return f"{kind.describe_record(say, one.record)} – {say.listed(fields)}"
