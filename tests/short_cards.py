"""Look at what a card shows: few actions at once on each platform, and none of them lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from bot.platforms.button_folding import MOST_FOLDED, MOST_SEEN_OF_ENTRY, can_fold, fold_card_buttons
from bot.platforms.playground.page_replies import encode_page_card
from bot.platforms.slack.blocks import draw_slack_blocks
from bot.platforms.slack.elements import OPTIONS, read_pressed_action
from bot.platforms.teams.cards import CardStyle, draw_adaptive_card
from handlers.chat.cards import MOST_SEEN, Button, Buttons, Card, Form, Item
from handlers.chat.say import Say

Json = dict[str, Any]
#: name, value and address of an action
Act = tuple[str, str, str]
#: fields of a form that are seen before More is pressed, at the most
MOST_FIELDS = 8
#: forms that are one list: when each of the reminders of a meeting comes
LISTS = frozenset(("meetings.offsets",))
SAY = Say("nb", ZoneInfo("Europe/Oslo"))


def is_short_form(form: Form) -> bool:
    """Whether no more fields are seen at once than a phone shows on two screens."""
    return len(form.split_fields()[0]) <= MOST_FIELDS or form.do in LISTS


def list_faults(card: Card) -> list[str]:
    """What is wrong with the actions of the card; one with few has nothing to fold."""
    if len(list(card.list_buttons())) <= MOST_SEEN_OF_ENTRY:
        return []
    folded = fold_card_buttons(card)
    return [*_list_long_rows(folded), *_list_differences(card, folded)]


def _list_long_rows(folded: Card) -> Iterator[str]:
    rows = [part for part in folded.parts if isinstance(part, Buttons)]
    if sum(len(row.row) for row in rows) > MOST_SEEN and any(map(_could_be_shorter, rows)):
        yield f"{card_name(folded)}: too many are seen of all rows: {[[one.label for one in row.row] for row in rows]}"
    for part in folded.parts:
        seen = part.row if isinstance(part, Buttons) else part.buttons if isinstance(part, Item) else ()
        more = part.more if isinstance(part, Buttons | Item) else ()
        labels = [button.label for button in seen], [button.label for button in more]
        if len(seen) > (MOST_SEEN if isinstance(part, Buttons) else MOST_SEEN_OF_ENTRY):
            yield f"{card_name(folded)}: too many are seen: {labels}"
        if len(more) > OPTIONS:
            yield f"{card_name(folded)}: more than one ⋯: {labels}"
        if any(button.style == "primary" for button in more):
            yield f"{card_name(folded)}: the main action is behind ⋯: {labels}"
        if any("⋯" in label for label in (*labels[0], *labels[1])):
            yield f"{card_name(folded)}: a ⋯ of its own: {labels}"


def _could_be_shorter(row: Buttons) -> bool:
    """One is seen of each row, and what has to be; no more stand behind ⋯ than fit one menu."""
    return len(row.row) > max(1, sum(not can_fold(one) for one in row.row)) and len(row.more) < MOST_FOLDED


def card_name(card: Card) -> str:
    return card.title or card.fallback[:60]


def _list_differences(card: Card, folded: Card) -> Iterator[str]:
    every = sorted(map(_act, card.list_buttons()))
    behind = sorted(_act(button) for part in folded.parts for button in getattr(part, "more", ()))
    drawn = {
        "slack": list(_find_in_slack(draw_slack_blocks(card, SAY, most=10_000, counted=10**7))),
        "teams": list(_find_in_teams(draw_adaptive_card(card, CardStyle(opens=lambda _: False)))),
        "playground": list(_find_in_playground(encode_page_card(card))),
    }
    for platform, acts in drawn.items():
        if sorted(act for act, _ in acts) != every:
            yield f"{card_name(card)}: not all can be reached on {platform}: {acts} of {every}"
        if sorted(act for act, hidden in acts if hidden) != behind:
            yield f"{card_name(card)}: not the same ones stand behind ⋯ on {platform}: {acts}"


def _act(button: Button) -> Act:
    return ("", "", button.url) if button.url else (button.do, button.value, "")


def _find_in_slack(blocks: list[Json]) -> Iterator[tuple[Act, bool]]:
    for element in (element for block in blocks if block["type"] == "actions" for element in block["elements"]):
        for one in element.get("options", [element]):
            name, value = read_pressed_action(element | {"selected_option": one})
            yield ("", "", one["url"]) if "url" in one else (name, value, ""), element["type"] == "overflow"


def _find_in_teams(node: Any, hidden: bool = False) -> Iterator[tuple[Act, bool]]:
    if isinstance(node, list):
        for one in node:
            yield from _find_in_teams(one, hidden)
    elif isinstance(node, dict):
        hidden = node.get("mode") == "secondary"
        if node.get("type") == "Action.OpenUrl":
            yield ("", "", node["url"]), hidden
        elif "do" in node.get("data", ()):
            yield (node["data"]["do"], node["data"]["id"], ""), hidden
        for name in ("body", "items", "actions", "card"):
            yield from _find_in_teams(node.get(name), hidden)


def _find_in_playground(card: Json) -> Iterator[tuple[Act, bool]]:
    for part in card.get("parts", ()):
        for name in ("row", "buttons", "more"):
            for one in part.get(name, ()):
                act = ("", "", one["url"]) if one.get("url") else (one.get("do", ""), one.get("value", ""), "")
                yield act, name == "more"
