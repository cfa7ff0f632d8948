"""The tables of docs/privacy.md and docs/privacy-annex.md, from what stands beside each table (`make privacy-page`).

What stands between two marks in these pages is written here; all else in them is prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from textwrap import fill, indent
from zoneinfo import ZoneInfo

from handlers.chat.cards import Facts, Item, Text
from handlers.chat.say import Say
from handlers.overview.policies import draw_privacy_notice
from storage.data_classification.data_classes import (
    ACCOUNT,
    AUTHOR,
    CREDENTIAL,
    NAMED,
    ORGANISATION,
    OWN,
    PERSONAL,
    TEXT,
)
from storage.data_classification.data_groups import GROUPS, DataGroup
from storage.data_classification.inventory import list_classified_columns, map_classified_tables
from storage.kit.tables import metadata
from tests.privacy_periods import PERIODS

DOCS = Path(__file__).parent.parent / "docs"
WIDTH = 150
PAGES = ("privacy.md", "privacy-annex.md")
_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end of it -->)", re.DOTALL)
#: how columns are told of -> their classes
_TOLD = {
    "whose it is": (OWN, AUTHOR),
    "who else is named": (NAMED,),
    "accounts": (ACCOUNT,),
    "about the person": (PERSONAL,),
    "what people wrote": (TEXT,),
    "of the organisation": (ORGANISATION,),
}


def write_page(text: str) -> str:
    """Return the page with each of its marked parts as it is now. Raises KeyError for a mark that means nothing."""
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]().strip()}\n\n{found[3]}", text)


def tell_period(period: timedelta) -> str:
    """Return "2 years", "90 days", "24 hours" or "10 minutes"."""
    days, seconds = period.days, round(period.total_seconds())
    if days >= 365 and days % 365 == 0:
        return _count(days // 365, "year")
    if days > 1:
        return _count(days, "day")
    return _count(seconds // 3600, "hour") if seconds >= 3600 else _count(seconds // 60, "minute")


def _count(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def tell_kept(group: DataGroup) -> str:
    """Return how long the data of the group is kept."""
    told = group.kept.format(**{name: tell_period(period) for name, period in PERIODS.items()})
    return told[:1].upper() + told[1:]


def list_tables(group: DataGroup) -> list[str]:
    """Return the tables of the group. Those that refer to no other of them come first."""
    names = [name for name, declared in map_classified_tables().items() if declared.group is group]
    return sorted(names, key=lambda name: _refers_to_others(name, names))


def _refers_to_others(name: str, others: Iterable[str]) -> bool:
    return bool({key.column.table.name for key in metadata.tables[name].foreign_keys} & {*others} - {name})


def _draw_inventory() -> str:
    return "\n\n".join("\n".join(_draw_group(group)) for group in GROUPS)


def _draw_group(group: DataGroup) -> Iterator[str]:
    yield f"### {group.title}\n"
    for label, text in (("Whose", group.about), ("Why", group.why), ("How long", tell_kept(group))):
        yield fill(f"- {label}: {text}", WIDTH, subsequent_indent="  ")
    cells = {name: list(_cells(name)) for name in list_tables(group)}
    rows = [(f"`{name}`", *row) for name, row in cells.items() if any(row)]
    if rows:
        yield ""
        yield from _table(("table", *_TOLD), rows)
    bare = [f"`{name}`" for name, row in cells.items() if not any(row)]
    if bare:
        yield "\n" + fill(f"Numbers, states and secrets alone: {', '.join(bare)}.", WIDTH)


def _cells(table: str) -> Iterator[str]:
    for classes in _TOLD.values():
        yield ", ".join(f"`{name}`" for name in list_classified_columns(table, *classes))


def _draw_links() -> str:
    return (
        f"Links to a question or a solution work for {tell_period(PERIODS['live'])}, and show what their reader may see"
        f" on the day they are opened.\nLinks to one's own data work for {tell_period(PERIODS['my_data'])}."
    )


def _draw_secrets() -> str:
    rows = (
        (f"`{name}`", ", ".join(f"`{one}`" for one in list_classified_columns(name, CREDENTIAL)))
        for name in _secret_tables()
    )
    return "\n".join(_table(("table", "columns"), rows))


def _secret_tables() -> Iterator[str]:
    return (name for group in GROUPS for name in list_tables(group) if list_classified_columns(name, CREDENTIAL))


def _draw_periods() -> str:
    return "\n".join(_table(("what", "how long"), ((group.title, tell_kept(group)) for group in GROUPS)))


def _draw_categories() -> str:
    rows = ((group.title, group.about, ", ".join(_kinds(group)), group.why) for group in GROUPS)
    return "\n".join(_table(("part", "data subjects", "kinds of data", "purpose"), rows))


def _kinds(group: DataGroup) -> Iterator[str]:
    """Yield the kinds of personal data that its tables hold."""
    kinds = (
        ("who it is of", (OWN, AUTHOR)),
        ("who is named", (NAMED,)),
        ("accounts in chats", (ACCOUNT,)),
        ("profile and choices", (PERSONAL,)),
        ("free text", (TEXT,)),
        ("organisation", (ORGANISATION,)),
        ("secrets", (CREDENTIAL,)),
    )
    return (
        label for label, classes in kinds if any(list_classified_columns(name, *classes) for name in list_tables(group))
    )


def _draw_notice() -> str:
    """Draw what members read at /privacy, in English."""
    card = draw_privacy_notice(Say("en", ZoneInfo("Europe/Oslo")), "Arena")
    lines = "\n\n".join(text for part in card.parts for text in _quote(part))
    return indent(lines, "> ", lambda _line: True).replace("> \n", ">\n")


def _quote(part: object) -> Iterator[str]:
    match part:
        case Item():
            yield f"**{part.title}**"
            yield from (fill(line, WIDTH) for line in f"{part.text}\n{part.note}".split("\n") if line)
        case Facts(rows=rows):
            yield "\n".join(f"- {label}: {text}" for label, text in rows)
        case Text(text=text):
            yield fill(text, WIDTH)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield its lines, without the columns that are empty in all rows."""
    names, cells = list(heads), [list(row) for row in rows]
    used = [n for n in range(len(names)) if any(row[n] for row in cells)]
    yield f"| {' | '.join(names[n] for n in used)} |"
    yield f"|{'---|' * len(used)}"
    for row in cells:
        yield f"| {' | '.join(row[n] for n in used)} |"


PARTS: dict[str, Callable[[], str]] = {
    "categories": _draw_categories,
    "inventory": _draw_inventory,
    "links": _draw_links,
    "notice": _draw_notice,
    "periods": _draw_periods,
    "secrets": _draw_secrets,
}


def main() -> None:
    """Write all pages anew."""
    for name in PAGES:
        path = DOCS / name
        path.write_text(write_page(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
