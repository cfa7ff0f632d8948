"""Validate the addresses of a file.

So a slip is found when the file is loaded, and not when nothing arrives.
"""

from __future__ import annotations

import re

from handlers.chat.rows import RowError

PLATFORMS = ("slack", "teams", "playground")
_SLACK = {
    "workspace": (
        re.compile(r"[TE][A-Z0-9]{2,}"),
        "must be the workspace's id, such as T0123ABCD: it follows /client/ in the address of Slack in a browser",
    ),
    "channel": (
        re.compile(r"[CGD][A-Z0-9]{2,}"),
        "must be the channel's id, such as C0123ABCD, not its name: it is at the end of the channel's details",
    ),
    "user": (
        re.compile(r"[UW][A-Z0-9]{2,}"),
        "must be the member's id, such as U0123ABCD, not a name: copy it from the profile",
    ),
}
_TEAMS = {
    "workspace": (
        re.compile(r"[^\s*]+"),
        "must be the tenant's id, such as 3f2a0c1e-0000-0000-0000-000000000000: it is in the Entra admin centre",
    ),
    "channel": (
        re.compile(r"(19:|a:)\S+"),
        "must be the conversation's id, such as 19:abc@thread.tacv2: it is in the channel's link",
    ),
    "user": (
        re.compile(r"(?![0-9a-fA-F]{8}-[0-9a-fA-F\-]{27}$)[^\s*]+"),
        "must be the user's id as Teams gives it to the bot, such as 29:1abc, and not the object id of Entra",
    ),
}
_PLAYGROUND = {
    name: (re.compile(r"[^\s*]+"), f"must be the {name}'s name in the playground")
    for name in ("workspace", "channel", "user")
}
SHAPES = {"slack": _SLACK, "teams": _TEAMS, "playground": _PLAYGROUND}


def validate_platform_address(platform: str, field: str = "", **parts: str) -> None:
    """Raise RowError where an address has not the form of its platform.

    `parts` are workspace, channel and user; `field` names the column when it is not the part itself.
    """
    if platform not in SHAPES:
        raise RowError(field or "platform", f"must be one of {', '.join(PLATFORMS)}, not {platform!r}")
    for part, value in parts.items():
        shape, what = SHAPES[platform][part]
        if not shape.fullmatch(value):
            raise RowError(field or part, f"{f'{part} ' if field else ''}{what}; it is {value!r}")
