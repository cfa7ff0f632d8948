"""The terms of a test instead of Slack's, in seconds: what must hold between the real ones holds between these."""

from __future__ import annotations

#: when a call is given up, how long after that its message may still arrive, how late after its marker it may be sent
CALL, SETTLE, DELAY = 1.2, 2.8, 2.0
LEASE = DELAY + CALL + SETTLE
CLAIM_LEASE, ASK, ASK_LEASE = 3.0, 3.0, 4.0
#: between two looks for leases that ran out, and before a question is asked again
SWEEP, AGAIN = 0.5, 0.5
