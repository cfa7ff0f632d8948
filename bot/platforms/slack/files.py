"""List what a message holds beside its text: files, pictures, and messages that were passed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.chat.events import File

#: maximum number of files listed; others are only counted
MOST = 10
#: maximum number of characters of an address
LONGEST = 2000
_GONE = ("tombstone", "hidden_by_limit")


def list_slack_files(message: Mapping[str, Any]) -> tuple[File, ...]:
    """Return files with name and link.

    For a file from another workspace Slack gives neither name nor address.
    """
    files = [_build_slack_file(file) for file in message.get("files") or () if file.get("mode") not in _GONE]
    passed_on = [File("other") for one in message.get("attachments") or () if one.get("is_share")]
    return (*files, *passed_on)[:MOST]


def _build_slack_file(file: Mapping[str, Any]) -> File:
    name, link, source = (str(file.get(key) or "") for key in ("name", "permalink", "url_private"))
    is_picture = str(file.get("mimetype") or "").startswith("image/")
    return File("image" if is_picture else "file", name, link if link.startswith("https://") else "", source[:LONGEST])
