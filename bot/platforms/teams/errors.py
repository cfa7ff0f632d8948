"""Classify the Bot Connector's refusals: one table from status and code to the Platform protocol's two errors."""

from __future__ import annotations

import math
from typing import Literal

import msgspec

from bot.platforms import OutcomeUnknown, PermanentError, TemporaryError

Meaning = Literal["gone", "permanent", "temporary", "throttled", "unknown"]


class TeamsOutcomeUnknown(OutcomeUnknown):
    """Report that Teams gave no clear answer: the message may or may not have been posted.

    `answered`: the call is over at Teams too, so that the message is there by now or never comes.
    """

    def __init__(self, why: str, *, answered: bool = False) -> None:
        super().__init__(why)
        self.answered = answered


#: (status, code) -> meaning. `gone`: the place can no longer be written to.
#: Source: "Status codes from bot conversational APIs" and "Rate limiting" (learn.microsoft.com, Teams platform).
MEANING: dict[tuple[int, str], Meaning] = {
    (403, "BotDisabledByAdmin"): "gone",
    (403, "BotNotInConversationRoster"): "gone",
    (403, "ConversationBlockedByUser"): "gone",
    (403, "ForbiddenOperationException"): "gone",
    (403, "MessageWritesBlocked"): "gone",
    (403, "NotEnoughPermissions"): "gone",
    (403, "UserBlocked"): "gone",
    (404, "ConversationNotFound"): "gone",
    (404, "MemberNotFound"): "gone",
    (404, "MemberNotFoundInConversation"): "gone",
    (404, "UserNotFound"): "gone",
}
#: Meaning of a status whose pair is not listed. A message may have been accepted despite a 5xx, also a 503.
BY_STATUS: dict[int, Meaning] = {
    401: "temporary",
    408: "unknown",
    412: "temporary",
    429: "throttled",
}
#: Seconds before another try when Teams gives none. Only an operator can mend a rejected token.
PAUSE = {401: 60.0}


def classify_teams_error(status: int, body: bytes, retry_after: str = "") -> Exception:
    """Return the error to raise for an answer that is no success."""
    code = _read_error_code(body)
    what = MEANING.get((status, code)) or BY_STATUS.get(status) or _classify_status(status)
    why = f"{status} {code}".strip()
    if what == "unknown":
        return TeamsOutcomeUnknown(why, answered=True)
    if what in ("temporary", "throttled"):
        after = _parse_retry_header(retry_after) or PAUSE.get(status, 0.0)
        return TemporaryError(why, after=after, whole_bucket=what == "throttled")
    return PermanentError(code or f"http_{status}", gone=what == "gone")


def _classify_status(status: int) -> Meaning:
    if status >= 500:
        return "unknown"
    return "permanent" if status >= 400 else "temporary"


def _read_error_code(body: bytes) -> str:
    """Return the code of an error body: `error.code`, or the `subCode` inside the JSON text of a blocked write."""
    try:
        data = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return ""
    if not isinstance(data, dict):
        return ""
    error = data.get("error")
    if isinstance(error, dict) and error.get("code"):
        return str(error["code"])[:80]
    return _read_sub_code(data.get("message")) or str(data.get("errorCode") or "")[:80]


def _read_sub_code(message: object) -> str:
    if not isinstance(message, str):
        return ""
    try:
        data = msgspec.json.decode(message)
    except (msgspec.DecodeError, RecursionError):
        return ""
    return str(data.get("subCode") or "")[:80] if isinstance(data, dict) else ""


def _parse_retry_header(retry_after: str) -> float:
    """Return the seconds of a Retry-After header; 0 for a date or nothing."""
    try:
        seconds = float(retry_after)
    except ValueError:
        return 0.0
    return min(max(seconds, 0.0), 3600.0) if math.isfinite(seconds) else 0.0
