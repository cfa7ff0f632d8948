"""Preview an edition for the secretariat: what it would tell, and what not with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.policy.rounds import editions, floor
from handlers.policy.rounds.totals import Found, Untold
from storage.policy.published_editions import Edition
from storage.policy.rounds import SCHEME, Round


def fingerprint(data: Mapping[str, Any], counted: Collection[tuple[str, int]]) -> str:
    """Return a number for what an edition would hold: equal where nothing has changed since the preview."""
    digest = hashlib.sha256(msgspec.json.encode([data, sorted(counted)])).digest()
    return str(int.from_bytes(digest[:4]))


async def draw_preview(turn: Turn, round: Round, found: Found, told: int, *, changed: bool = False) -> Card:
    """Draw what would be published, for `told` people; with a button to publish it where there is something to tell."""
    say, id, title = turn.say, str(round.id), f"{round.code} {round.title}"
    row = (Button(say("Extend"), "rounds.extend", id), Button(say("Show"), "rounds.open", id))
    if found.empty:
        nothing = Text(say("Nothing new can be told."), "strong")
        return Card(title, (*warn_changed(say, changed), nothing, *draw_untold(say, found), Buttons(row)))
    edition = Edition(round_id=round.id, data=found.data)
    content = [*editions.draw_totals(say, edition), *await editions.draw_words(turn, edition), *draw_untold(say, found)]
    readers = say.many("{n} person who has answered gets a message.", "{n} people who have answered get a message.",
                       told)  # fmt: skip
    value = f"{id}:{fingerprint(found.data, found.counted)}"
    parts = draw_announcement(say, content, "rounds.confirm_publication", value, row, readers=readers, changed=changed)
    return Card(title, tuple(parts))


def draw_announcement(
    say: Say, content: Sequence[Part], do: str, value: str, row: Sequence[Button], *, readers: str = "", changed: bool
) -> list[Part]:
    """Draw what an edition of a round or a scheme will tell, with the button that publishes it before the others."""
    once = say("Each answer is told in one edition only: those who answer later are told of in the next one.")
    return [
        *warn_changed(say, changed),
        Text(say("This will be told. Nothing is published yet."), "strong"),
        *content,
        Text(f"{once} {readers}".strip(), "subtle"),
        Buttons((Button(say("Publish"), do, value, "primary"), *row)),
    ]


def warn_changed(say: Say, changed: bool) -> list[Part]:
    """Say that this is another preview than the one that was agreed to."""
    return [Text(say("Something has changed since you looked. This is how it is now:"))] if changed else []


def draw_untold(say: Say, found: Found) -> list[Part]:
    """Draw what is left out, each with its reason."""
    rows = tuple((one.asked.label, explain(say, one)) for one in found.untold)
    return [Text(say("This is not told:"), "strong"), Facts(rows)] if rows else []


def explain(say: Say, one: Untold) -> str:
    """Return the reason in a sentence."""
    if one.asked.kind == SCHEME:
        return say("It is published with the scheme, together with what others have said of it.")
    match one.obstacle:
        case floor.TOO_LARGE:
            return say("One organisation has more than a quarter of the total, so the total would show about how much.")
        case floor.TOO_SMALL:
            return say("Of just five, one has so little that it could work out what each of the others has.")
    return say(
        "{n} of the {needed} answers it takes, counting only those that no edition has told of.",
        n=one.n,
        needed=one.needed,
    )
