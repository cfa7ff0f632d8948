"""Draw what everybody may read before they use the bot: the privacy notice and the terms of use."""

from __future__ import annotations

from handlers.overview.policies.privacy_notice import draw_privacy_notice
from handlers.overview.policies.terms_of_use import draw_terms_of_use

__all__ = ["draw_privacy_notice", "draw_terms_of_use"]
