"""Read what a member writes of something to offer or needed, in bokmål, nynorsk or English."""

from __future__ import annotations

from handlers.exchange.describing.describer import describe_text
from handlers.exchange.describing.description import Description

__all__ = ["Description", "describe_text"]
