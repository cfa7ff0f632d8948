"""Encode a card for the page, which draws it part by part."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.platforms.button_folding import fold_card_buttons
from handlers.chat.cards import Card


def encode_page_card(card: Card) -> dict[str, Any]:
    """Return the card as JSON, with the last buttons of long rows behind ⋯."""
    encoded: dict[str, Any] = msgspec.to_builtins(fold_card_buttons(card))
    return encoded
