"""What is in a message beside its text: files, pictures, and cards of other apps."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.platforms.teams.activities import Activity, dig, place, tenant
from bot.platforms.teams.addresses import link
from handlers.chat.events import File

#: more of them are said by their number
MOST = 10
#: the text once more, and the message that is quoted in it
_TEXT = ("text/", "messagereference", "application/vnd.microsoft.teams.messagereference")
#: where Teams keeps files; what else a client names as an address is not passed on
_KEPT = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us")
_PICTURE = re.compile(r"<img\b(?![^<>]*schema\.skype\.com/Emoji)", re.IGNORECASE)
_ATTACHED = re.compile(r"<attachment\b", re.IGNORECASE)


def files_of(activity: Activity) -> tuple[File, ...]:
    """Named and linked; what has no address of its own is linked to the message it is in."""
    channel = place(activity, activity.id)
    here = link(tenant(activity), channel.channel, activity.id, channel.thread)
    found = [_file(one, here) for one in activity.attachments if not _is_text(one)]
    return tuple(found or _hidden(activity, here))[:MOST]


def _is_text(attachment: dict[str, Any]) -> bool:
    return dig(attachment, "contentType").lower().startswith(_TEXT)


def _file(attachment: dict[str, Any], here: str) -> File:
    kind, name, address = (dig(attachment, key) for key in ("contentType", "name", "contentUrl"))
    if kind.startswith("image/"):
        return File("image", name, here)  # only bots can open its address
    if "card" in kind:
        return File("other", "", here)
    return File("file", name, address if _safe(address) else here)


def _hidden(activity: Activity, here: str) -> list[File]:
    """In a channel Teams shows a bot files and pictures only as marks in the HTML of the text."""
    html = "".join(dig(one, "content") for one in activity.attachments if dig(one, "contentType") == "text/html")
    quoted = any("reference" in dig(one, "contentType").lower() for one in activity.attachments)
    files = [File("file", "", here)] if _ATTACHED.search(html) and not quoted else []
    return [*files, *([File("image", "", here)] if _PICTURE.search(html) else [])]


def _safe(address: str) -> bool:
    try:
        found = urlsplit(address)
        return found.scheme == "https" and (found.hostname or "").endswith(_KEPT) and found.port is None
    except ValueError:
        return False
