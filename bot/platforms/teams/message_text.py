"""Read what people wrote in a Teams message, with its meaning: the HTML twin of the text has the marks."""

from __future__ import annotations

import re

from bot.platforms.teams.activities import Activity, is_bot_mention, read_activity_text, read_nested_text
from bot.platforms.teams.html_reader import read_teams_html
from handlers.chat.rich_text.markup_writer import escape_marks, write_markup
from handlers.chat.rich_text.model import Block

_TAG = re.compile(r"</?at\b[^<>]*+>")


def read_activity_markup(activity: Activity) -> str:
    """Return the text with its marks, as records store it."""
    html = "".join(
        read_nested_text(one, "content")
        for one in activity.attachments
        if read_nested_text(one, "contentType").lower() == "text/html"
    )
    blocks = read_message_html(activity, html) if html else ()
    return write_markup(blocks) if blocks else escape_marks(read_activity_text(activity))


def read_message_html(activity: Activity, html: str) -> tuple[Block, ...]:
    """Return the blocks of the HTML without the mentions of the bot."""
    tags = [read_nested_text(one, "text") for one in activity.entities if is_bot_mention(activity, one)]
    return read_teams_html(html, _TAG.sub("", tags[0]).strip() if tags else "", _list_previews(activity))


def _list_previews(activity: Activity) -> dict[str, str]:
    """Return the texts of the messages that this one answers, by their id."""
    found = (one.get("quotedReply") for one in activity.entities if one.get("type") == "quotedReply")
    return {read_nested_text(one, "messageId"): read_nested_text(one, "preview") for one in found}
