"""Define the time limits of the delivery protocol, and assert what must hold between them."""

from __future__ import annotations

import random
from datetime import timedelta

#: H: maximum time of one platform call; the courier's own limit around it
HTTP_TIMEOUT, CALL = timedelta(seconds=10), timedelta(seconds=11)
#: S: time after which an aborted message no longer arrives, and a lookup on the platform sees it
SETTLE = timedelta(seconds=20)
#: the same after an answer that leaves the outcome open: nothing arrives later
ANSWERED = timedelta(seconds=2)
#: L: time from the sending mark until others may resolve the outcome
LEASE = timedelta(seconds=46)
#: how long after the mark a message may still be sent: L >= this + H + S
DELAY = LEASE - CALL - SETTLE
#: Lease of a claimed row until its mark, which is one short transaction; of an unknown row until its resolution.
CLAIM_LEASE, ASK_LEASE = timedelta(seconds=15), timedelta(seconds=60)
#: maximum time that a stopping process finishes its deliveries; returning the others takes slightly longer
FINISH = timedelta(seconds=12)
#: maximum time of a lookup, over all its calls
ASK = timedelta(seconds=40)
#: maximum number of attempts; a row is given up when it is also older than PATIENCE
MOST_ATTEMPTS, PATIENCE = 8, timedelta(hours=24)
LONGEST_PAUSE = 300.0
#: If the wall clock deviates by this much from the boot clock, somebody or a time service has set it.
STEP = timedelta(seconds=5)

assert timedelta(seconds=10) <= DELAY
assert LEASE >= DELAY + HTTP_TIMEOUT + SETTLE
assert ASK < ASK_LEASE
assert FINISH > CALL


def compute_backoff(tries: int) -> timedelta:
    """Return a random pause with full jitter, whose upper bound doubles from one second."""
    return timedelta(seconds=random.uniform(0.5, min(2.0 ** min(tries, 16), LONGEST_PAUSE)))
