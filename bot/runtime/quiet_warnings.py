"""Log a warning at once, then once a minute, however often its reason comes."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from structlog.typing import FilteringBoundLogger

#: minimum seconds between two lines of one kind
REST = 60.0


@dataclass
class QuietWarning:
    """Log one kind of warning. Its reason may come many times a second, and must not fill the log."""

    log: FilteringBoundLogger
    event: str
    _logged_at: float = -math.inf

    def log_warning(self, **facts: object) -> None:
        now = time.monotonic()
        if now - self._logged_at >= REST:
            self._logged_at = now
            self.log.warning(self.event, **facts)
