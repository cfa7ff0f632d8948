"""Log that a loop waits for the database: at once, then once a minute, however often the loop tries."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from structlog.typing import FilteringBoundLogger

#: minimum seconds between two lines of one loop
REST = 60.0


@dataclass
class QuietWarning:
    """Log one kind of wait. A loop tries twice a second, and an outage of a night would fill the log."""

    log: FilteringBoundLogger
    event: str
    _logged_at: float = -math.inf

    def log_wait(self, error: BaseException) -> None:
        now = time.monotonic()
        if now - self._logged_at >= REST:
            self._logged_at = now
            self.log.warning(self.event, error=str(error))
