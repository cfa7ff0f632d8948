"""Take a version from draft to checked to frozen, and say how far it has come. What is frozen never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from handlers.chat.turn import RenderContext, Turn
from storage.kit.frozen_versions import CHECKED, DRAFT, FROZEN, FrozenVersion


def compute_content_hash(told: Mapping[str, object]) -> str:
    """Return the SHA-256 of what a version tells."""
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def check_version(turn: Turn, version: FrozenVersion) -> None:
    version.state, version.checked_at, version.checked_by_id = CHECKED, turn.now, turn.person.id


def freeze_version(turn: Turn, version: FrozenVersion) -> None:
    version.state, version.frozen_at, version.frozen_by_id = FROZEN, turn.now, turn.person.id


def return_to_draft(turn: Turn, version: FrozenVersion) -> None:
    """Begin anew with what was read now. What was checked has to be checked once more."""
    version.state, version.made_at, version.made_by_id = DRAFT, turn.now, turn.person.id
    version.checked_at = version.checked_by_id = None


def describe_version_state(at: RenderContext, version: FrozenVersion, *, intact: bool) -> str:
    """Return how far the version has come, and since when; `intact`: whether it is still as it was frozen."""
    say = at.say
    if version.state == FROZEN and version.frozen_at is not None:
        told = say("Frozen on {day}", day=say.format_day(version.frozen_at))
        return told if intact else say("{state}. ⚠️ It was changed afterwards", state=told)
    if version.state == CHECKED and version.checked_at is not None:
        return say("Checked on {day}, not frozen yet", day=say.format_day(version.checked_at))
    return say("Draft of {day}", day=say.format_day(version.made_at))


def encode_read_time(version: FrozenVersion) -> int:
    """Return when what it tells was read, in milliseconds: a button takes the same, and not what was read since."""
    return int(version.made_at.timestamp() * 1000)
