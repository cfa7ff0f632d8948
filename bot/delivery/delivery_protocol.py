"""Define the time limits of the delivery protocol, and assert what must hold between them."""

from __future__ import annotations

import random
from datetime import timedelta

#: H: the longest one call to a platform takes; the courier's own limit around it
HTTP_TIMEOUT, CALL = timedelta(seconds=10), timedelta(seconds=11)
#: S: how long after we gave up a message may still arrive, and be seen when the platform is asked
SETTLE = timedelta(seconds=20)
#: the same where the platform has answered, though not what became of the message: nothing arrives later
ANSWERED = timedelta(seconds=2)
#: L: from marker to the moment when others may ask what became of it
LEASE = timedelta(seconds=46)
#: how long after its marker a message may still be sent: L >= this + H + S
DELAY = LEASE - CALL - SETTLE
#: from claim to marker is one short transaction; from the claim of an unknown one to what asking came to
CLAIM_LEASE, ASK_LEASE = timedelta(seconds=15), timedelta(seconds=60)
#: the longest that a process which is asked to stop goes on with what is in hand; giving back takes a moment more
FINISH = timedelta(seconds=12)
#: the longest that asking takes, over all its calls
ASK = timedelta(seconds=40)
#: tries of one row before it is given up, once it is also older than PATIENCE
MOST_ATTEMPTS, PATIENCE = 8, timedelta(hours=24)
LONGEST_PAUSE = 300.0
#: a wall clock that moved this much against the boot clock has been set, by hand or by its keeper
STEP = timedelta(seconds=5)

assert timedelta(seconds=10) <= DELAY
assert LEASE >= DELAY + HTTP_TIMEOUT + SETTLE
assert ASK < ASK_LEASE
assert FINISH > CALL


def compute_backoff(tries: int) -> timedelta:
    """Return a random pause with full jitter, whose upper bound doubles from one second."""
    return timedelta(seconds=random.uniform(0.5, min(2.0 ** min(tries, 16), LONGEST_PAUSE)))
