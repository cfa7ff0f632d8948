"""What everybody may read of the bot before they use it: the privacy notice and the terms of use."""

from __future__ import annotations

from handlers.overview.policies.privacy import privacy_notice
from handlers.overview.policies.terms import terms_of_use

__all__ = ["privacy_notice", "terms_of_use"]
