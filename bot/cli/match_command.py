"""Run `match`: listings as JSON Lines in, for each offer its matches out. It keeps nothing and opens no database."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

from bot.cli import DONE, FAILED
from bot.cli.json_lines import WrongLine, parse_json_object, read_json_lines, write_json_line
from handlers.exchange.matching.explanation import MatchExplainer, prepare_languages
from handlers.exchange.matching.listing_facts import ListingFacts
from handlers.exchange.matching.listing_reader import WrongListing, read_listing
from handlers.exchange.matching.offer_matching import NeedIndex, find_bridge, match_offer

#: decimals of scores and factors, and of milliseconds
SCORE_DECIMALS, TIME_DECIMALS = 6, 3


def run_match_command(*, blind: bool, today: date) -> int:
    """Print {id, matches, near, unread, ms} for each offer, and {error} in place of a line that cannot be read."""
    lines = read_listing_lines(sys.stdin.buffer)
    for line in lines:
        if isinstance(line, ListingFacts) and line.unread and not line.is_offer:
            print(f"{line.id}: not read: {', '.join(line.unread)}", file=sys.stderr)
        elif isinstance(line, str):
            print(line, file=sys.stderr)
    prepare_languages({line.language for line in lines if isinstance(line, ListingFacts) and line.is_offer})
    # none of the listings goes before the end: collections would look through all of them again and again
    gc.freeze()
    for answer in answer_lines(lines, today, blind=blind):
        write_json_line(answer)
    return FAILED if any(isinstance(line, str) for line in lines) else DONE


def answer_lines(lines: Sequence[ListingFacts | str], today: date, *, blind: bool) -> Iterator[dict[str, Any]]:
    """Yield the answer of each offer, and the error of each wrong line, in the order of the lines."""
    index = NeedIndex(line for line in lines if isinstance(line, ListingFacts) and not line.is_offer)
    for line in lines:
        if isinstance(line, str):
            yield {"error": line}
        elif line.is_offer:
            yield answer_offer(line, index, today, blind=blind)


def read_listing_lines(stream: BinaryIO) -> list[ListingFacts | str]:
    """Return the listing of each line, or what is wrong with the line. Empty lines are left out."""
    return [_read_line(number, line) for number, line in read_json_lines(stream)]


def _read_line(number: int, line: bytes) -> ListingFacts | str:
    try:
        return read_listing(parse_json_object(line))
    except (WrongLine, WrongListing) as error:
        return f"line {number}: {error}"


def answer_offer(offer: ListingFacts, index: NeedIndex, today: date, *, blind: bool) -> dict[str, Any]:
    """Return the answer for one offer, with the milliseconds that it took."""
    start = time.perf_counter()
    shown, near = match_offer(offer, index, today)
    explainer = MatchExplainer(offer, blind=blind)
    answer: dict[str, Any] = {
        "id": offer.id,
        "matches": [
            [
                pair.need.id,
                round(pair.score, SCORE_DECIMALS),
                {name: round(factor, SCORE_DECIMALS) for name, factor in pair.factors.items()},
                explainer.explain_match(pair),
            ]
            for pair in shown
        ],
        "near": [[pair.need.id, pair.failing, find_bridge(offer, pair)] for pair in near],
        "unread": list(offer.unread),
    }
    return answer | {"ms": round((time.perf_counter() - start) * 1000, TIME_DECIMALS)}
