"""Draw the parts of the pages about privacy that are made of the groups of data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from textwrap import fill, indent
from zoneinfo import ZoneInfo

from handlers.chat.cards import Facts, Item, Text
from handlers.chat.say import Say
from handlers.overview.policies import draw_privacy_notice
from storage.data_classification.data_groups import GROUPS, DataGroup
from storage.data_classification.inventory import (
    ACCOUNT,
    AUTHOR,
    CREDENTIAL,
    NAMED,
    ORGANISATION,
    OWN,
    PERSONAL,
    TEXT,
    list_classified_columns,
)
from tests.page_tables import WIDTH, draw_table, join_codes, list_tables
from tests.privacy_periods import PERIODS


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


def _draw_groups() -> str:
    return "\n\n".join("\n".join(_draw_group(group)) for group in GROUPS)


def _draw_group(group: DataGroup) -> Iterator[str]:
    yield f"### {group.title}\n"
    for label, text in (("Whose", group.about), ("Why", group.why), ("How long", tell_kept(group))):
        yield fill(f"- {label}: {text}", WIDTH, subsequent_indent="  ")


def _draw_links() -> str:
    return (
        f"Links to a question or a solution work for {tell_period(PERIODS['live'])}, and show what their reader may see"
        f" on the day they are opened.\nLinks to one's own data work for {tell_period(PERIODS['my_data'])}."
    )


def _draw_secrets() -> str:
    rows = ((f"`{name}`", join_codes(list_classified_columns(name, CREDENTIAL))) for name in _secret_tables())
    return "\n".join(draw_table(("table", "columns"), rows))


def _secret_tables() -> Iterator[str]:
    return (name for group in GROUPS for name in list_tables(group) if list_classified_columns(name, CREDENTIAL))


def _draw_periods() -> str:
    return "\n".join(draw_table(("what", "how long"), ((group.title, tell_kept(group)) for group in GROUPS)))


def _draw_categories() -> str:
    rows = ((group.title, group.about, ", ".join(_kinds(group)), group.why) for group in GROUPS)
    return "\n".join(draw_table(("part", "data subjects", "kinds of data", "purpose"), rows))


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


PARTS: dict[str, Callable[[], str]] = {
    "categories": _draw_categories,
    "groups": _draw_groups,
    "links": _draw_links,
    "notice": _draw_notice,
    "periods": _draw_periods,
    "secrets": _draw_secrets,
}
