"""List what a message holds beside its text: files, pictures, and cards of other apps."""

from __future__ import annotations

import re
from typing import Any

from bot.platforms.teams.activities import Activity, build_activity_place, read_nested_text, read_tenant
from bot.platforms.teams.addresses import build_teams_link
from bot.platforms.teams.allowed_hosts import is_shared_file_address
from handlers.chat.events import File

#: maximum number of files listed; others are only counted
MOST = 10
#: content types of the text itself and of a quoted message, which are no files
_TEXT = ("text/", "messagereference", "application/vnd.microsoft.teams.messagereference")
_PICTURE = re.compile(r"<img\b(?![^<>]*schema\.skype\.com/Emoji)", re.IGNORECASE)
_ATTACHED = re.compile(r"<attachment\b", re.IGNORECASE)


def list_teams_files(activity: Activity) -> tuple[File, ...]:
    """Return files with name and link.

    A file without an address of its own is linked to the message it is in.
    """
    channel = build_activity_place(activity, activity.id)
    here = build_teams_link(read_tenant(activity), channel.channel, activity.id, channel.thread)
    found = [_build_teams_file(one, here) for one in activity.attachments if not _is_text_attachment(one)]
    return tuple(found or _find_hidden_files(activity, here))[:MOST]


def _is_text_attachment(attachment: dict[str, Any]) -> bool:
    return read_nested_text(attachment, "contentType").lower().startswith(_TEXT)


def _build_teams_file(attachment: dict[str, Any], here: str) -> File:
    kind, name, address = (read_nested_text(attachment, key) for key in ("contentType", "name", "contentUrl"))
    if kind.startswith("image/"):
        return File("image", name, here, address)  # only bots can open its address
    if "card" in kind:
        return File("other", "", here)
    source = read_nested_text(attachment, "content", "downloadUrl")  # for a few minutes, and only in a private chat
    return File("file", name, address if is_shared_file_address(address) else here, source)


def _find_hidden_files(activity: Activity, here: str) -> list[File]:
    """Find files and pictures by their marks in the HTML of the text.

    In a channel Teams shows them to a bot in no other way.
    """
    html = "".join(
        read_nested_text(one, "content")
        for one in activity.attachments
        if read_nested_text(one, "contentType") == "text/html"
    )
    quoted = any("reference" in read_nested_text(one, "contentType").lower() for one in activity.attachments)
    files = [File("file", "", here)] if _ATTACHED.search(html) and not quoted else []
    return [*files, *([File("image", "", here)] if _PICTURE.search(html) else [])]
