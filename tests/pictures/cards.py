"""`python -m tests.pictures.cards`: walk through the bot, and measure each kind of card on a phone.

It fails when one is higher than the screen, or shows more actions than a card may; those of
`MAY_BE_HIGH` and of `MAY_SHOW_MORE` may be more.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.runtime.logs import configure_logging
from bot.settings import Settings
from handlers.chat.cards import MOST_SEEN, Card, Form
from handlers.chat.say import Say
from tests.browser.tabs import open_browser
from tests.pictures.heights import PLATFORMS, SCREEN, Measured, Phone
from tests.pictures.itinerary import go_everywhere
from tests.pictures.walk import Walk

WHOLE = "all that can be written, for whoever asks for all of it"
PAGE = "a page, which Slack shows in a tab of its own"
WEEK = "what a week has brought"
RECORD = "all of one record, as long as what has been said about it"
HITS = "five hits, which are what a search promises"
LIST = "four entries to a page, and the ways in below them"
CHECKED = "what a park reads word for word before it is frozen"
REPORT = "what a year came to, read whole before it is frozen"
#: kinds that may be higher than a screen, each with its reason
MAY_BE_HIGH = {
    "click help.all": WHOLE,
    "command help": WHOLE,
    "command home": PAGE,
    "click home.show": PAGE,
    "told digest.card": WEEK,
    "told setups.card": "a checklist, which one person goes through once",
    "command exchange": "the map of the parks, with those that complement each other, for the secretariat",
    "click rounds.export": "all answers of a round, as they stand in the file",
    "command find": HITS,
    "click find.more": HITS,
    "submission solutions.search": HITS,
    **dict.fromkeys(("command lookup",), RECORD),
    **dict.fromkeys(("command consultation", "click consultations.open", "told consultations.shown"), RECORD),
    **dict.fromkeys(("submission consultations.sent", "submission consultations.outcome"), RECORD),
    **dict.fromkeys(("command issue", "click issues.open", "told issues.shown"), RECORD),
    **dict.fromkeys(("submission agenda.add", "submission agenda.papers", "told agenda.shown"), RECORD),
    **dict.fromkeys(("click plots.open", "click plots.unplace", "submission plots.write"), RECORD),
    **dict.fromkeys((f"submission plots.{form}" for form in ("grid", "place", "queue", "supply", "terms")), RECORD),
    **dict.fromkeys(("click profiles.check", "click profiles.open", "click profiles.refresh"), CHECKED),
    "submission profiles.make": CHECKED,
    **dict.fromkeys(("click reports.check", "click reports.recount", "submission reports.make"), REPORT),
}
#: kinds that may show more actions than others, each with its reason
MAY_SHOW_MORE = {
    "command home": PAGE,
    "click home.show": PAGE,
    "told digest.card": WEEK,
    "command find": HITS,
    "click find.more": HITS,
    "submission solutions.search": HITS,
    "click streams.page": LIST,
    "click exchange.list": LIST,
}


async def measure_walk(asked: argparse.Namespace) -> dict[str, Measured]:
    with TemporaryDirectory() as place:
        url = f"sqlite:///{place}/walk.db"
        settings = Settings(database_url=url, port=0, grace_seconds=0, semantic="0", language=asked.language)
        async with Walk(settings, asked.language) as walk:
            await go_everywhere(walk)
            print_unmet(walk)
            cards = choose_cards(walk, asked.context)
            say = Say(asked.language, ZoneInfo("Europe/Oslo"))
            async with open_browser() as browser:
                return await Phone(browser, walk.bot.router, say, asked.scheme).measure_cards(cards, asked.to)


def choose_cards(walk: Walk, context: str) -> dict[str, Card | Form]:
    """Choose the highest card of each kind, and each kind's longest form."""
    keeper = walk.cards
    mine = {name for name, module in keeper.known.items() if module.startswith(f"handlers.{context}".rstrip("."))}
    cards: dict[str, Card | Form] = {
        name: max(found, key=estimate_height) for name, found in sorted(keeper.kept.items()) if name in mine
    }
    forms = {name: max(found, key=lambda form: len(form.fields)) for name, found in sorted(keeper.forms.items())}
    return cards | {f"form of {name}": form for name, form in forms.items() if name in mine}


def print_unmet(walk: Walk) -> None:
    """Say which kinds of the exchange the walk did not meet, and which of its forms were not taken."""
    for name in walk.cards.list_missing("exchange"):
        print(f"not met: {name}")
    for name, errors in sorted(walk.refused.items()):
        print(f"not taken: {name}: {errors}")


def estimate_height(card: Card) -> int:
    """About how high it is, by its letters, parts and buttons: the highest of a kind is measured."""
    return len(card.fallback) + 40 * len(card.parts) + 80 * len(list(card.list_buttons()))


def list_rows(found: Mapping[str, Measured]) -> Iterable[str]:
    yield f"{'card':44} {'pixels':>6} {'of':>3} {SCREEN:5}   {'actions, at most':>8} {MOST_SEEN}"
    yield f"{'':44} " + " ".join(f"{platform:>10}" for platform in (*PLATFORMS, *PLATFORMS))
    for name, one in sorted(found.items(), key=lambda pair: -max(pair[1].heights.values())):
        numbers = [one.heights[platform] for platform in PLATFORMS] + [one.actions[platform] for platform in PLATFORMS]
        yield (
            f"{name:44} "
            + " ".join(f"{number:10}" for number in numbers)
            + ("  !" if one.is_too_high or one.shows_too_many else "")
        )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures.cards", description=__doc__)
    parser.add_argument("--language", choices=("nb",), default="nb")
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    parser.add_argument("--context", default="", help="only what this context of the handlers draws")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="keep a picture of each card on each platform there")
    asked = parser.parse_args()
    if asked.to is not None:
        asked.to.mkdir(parents=True, exist_ok=True)
    configure_logging("ERROR")
    found = asyncio.run(measure_walk(asked))
    print(*list_rows(found), sep="\n")
    over = [f"too high: {name}" for name, one in found.items() if one.is_too_high and name not in MAY_BE_HIGH]
    over += [f"too many: {name}" for name, one in found.items() if one.shows_too_many and name not in MAY_SHOW_MORE]
    print(*over, f"{len(found)} kinds of cards, {len(over)} times over a limit where none may be.", sep="\n")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
