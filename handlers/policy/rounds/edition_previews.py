"""Draw the preview of an edition for the secretariat: what it would disclose, and what not with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Facts, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.policy.rounds import disclosure_control, editions
from handlers.policy.rounds.round_totals import EditionDraft, WithheldField
from storage.policy.published_editions import PublishedEdition
from storage.policy.rounds import SCHEME, Round


class EditionValue(ButtonValue, frozen=True):
    """Hold what an edition is of, a round or a scheme, and what its preview told: "7:1234"."""

    record: int
    #: result of `fingerprint_edition` for the previewed edition
    fingerprint: str


def fingerprint_edition(data: Mapping[str, Any], counted: Collection[tuple[str, int]]) -> str:
    """Return a number for the content of an edition. It is equal if nothing has changed since the preview."""
    digest = hashlib.sha256(msgspec.json.encode([data, sorted(counted)])).digest()
    return str(int.from_bytes(digest[:4]))


async def draw_edition_preview(
    turn: Turn, round: Round, found: EditionDraft, told: int, *, changed: bool = False
) -> Card:
    """Draw what would be published, for `told` people.

    Add the button that publishes it if there is something to tell.
    """
    say, id, title = turn.say, str(round.id), f"{round.code} {round.title}"
    row = (Button(say("Extend"), "rounds.extend", id), Button(say("Show"), "rounds.open", id))
    if found.is_empty:
        nothing = Text(say("There is nothing new to publish."), "strong")
        return Card(
            title, (*draw_changed_warning(say, changed), nothing, *draw_withheld_fields(say, found), Buttons(row))
        )
    edition = PublishedEdition(round_id=round.id, data=found.data)
    content = [
        *editions.draw_edition_totals(say, edition),
        *await editions.draw_shared_words(turn, edition),
        *draw_withheld_fields(say, found),
    ]
    readers = say.many("{n} person who has answered gets a message.", "{n} people who have answered get a message.",
                       told)  # fmt: skip
    value = EditionValue(round.id, fingerprint_edition(found.data, found.counted)).encode_value()
    parts = draw_edition_announcement(
        say, content, "rounds.confirm_publication", value, row, readers=readers, changed=changed
    )
    return Card(title, tuple(parts))


def draw_edition_announcement(
    say: Say, content: Sequence[Part], do: str, value: str, row: Sequence[Button], *, readers: str = "", changed: bool
) -> list[Part]:
    """Draw what an edition of a round or a scheme will tell.

    The button that publishes it comes before the others.
    """
    once = say("Each answer counts in one edition only. Later answers go into the next one.")
    return [
        *draw_changed_warning(say, changed),
        Text(say("This will be published. Nothing has been published yet."), "strong"),
        *content,
        Text(f"{once} {readers}".strip(), "subtle"),
        Buttons((Button(say("Publish"), do, value, "primary"), *row)),
    ]


def draw_changed_warning(say: Say, changed: bool) -> list[Part]:
    """Draw the warning that this preview differs from the one that was agreed to."""
    return [Text(say("Something has changed since you looked. This is how it is now:"))] if changed else []


def draw_withheld_fields(say: Say, found: EditionDraft) -> list[Part]:
    """Draw what is left out, each with its reason."""
    rows = tuple((one.asked.label, explain_withheld_field(say, one)) for one in found.untold)
    return [Text(say("This is not published:"), "strong"), Facts(rows)] if rows else []


def explain_withheld_field(say: Say, one: WithheldField) -> str:
    """Return the reason in a sentence."""
    if one.asked.kind == SCHEME:
        return say("It is published with the scheme, together with what others have said about it.")
    match one.obstacle:
        case disclosure_control.TOO_LARGE:
            return say(
                "One organisation accounts for more than a quarter of the total, so the total would reveal roughly"
                " how much."
            )
        case disclosure_control.TOO_SMALL:
            return say("Only five have answered, and one has so little that it could work out the others' figures.")
    return say(
        "{n} of the {needed} answers needed. Only answers not counted in an earlier edition count.",
        n=one.n,
        needed=one.needed,
    )
