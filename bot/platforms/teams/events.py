"""Translate activities to events: one function for each kind, with no decision of what to do about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from bot.platforms.teams.activities import (
    Activity,
    build_activity_place,
    build_teams_sender,
    find_reply_place,
    is_bot_mentioned,
    is_direct_activity,
    read_activity_text,
    read_activity_time,
    read_nested_text,
    read_tenant,
)
from bot.platforms.teams.addresses import build_teams_event_id, parse_message_time
from bot.platforms.teams.files import list_teams_files
from bot.platforms.teams.forms import OPENED_FROM, FilledForm, parse_filled_form
from bot.platforms.teams.message_text import read_activity_markup
from bot.platforms.teams.option_search import parse_search_dataset
from handlers.chat.events import Click, Deleted, Edited, Message, Query, Quoted, Reacted, Submission

#: Teams' names of the six classic reactions. Newer names contain code points ("2705_whiteheavycheckmark").
REACTIONS = {
    "like": "👍",
    "heart": "❤️",
    "laugh": "😆",
    "surprised": "😮",
    "sad": "😢",
    "angry": "😡",
    "checkmark": "✅",
    "checkmarkbutton": "✅",
    "plusOne": "➕",
}
_CODE_POINTS = re.compile(r"[0-9a-f]{2,6}(?:-[0-9a-f]{2,6})*")


def translate_teams_message(activity: Activity) -> Message:
    """Translate a message to the bot or in a thread. The caller decides whether it is for the bot."""
    alone = is_direct_activity(activity)
    return Message(
        id=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id),
        sender=build_teams_sender(activity),
        place=build_activity_place(activity, activity.id),
        direct=alone,
        reply_to=find_reply_place(activity),
        text=read_activity_text(activity),
        markup=read_activity_markup(activity),
        message=activity.id,
        addressed=alone or is_bot_mentioned(activity),
        files=list_teams_files(activity),
    )


def translate_teams_edit(activity: Activity) -> Edited:
    """Translate an edit, or a deletion that was undone, after which the text is there again."""
    text = read_activity_text(activity)
    when = read_activity_time(activity) or hashlib.sha256(text.encode()).hexdigest()[:16]
    return Edited(
        id=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id, "edited", when),
        sender=build_teams_sender(activity),
        place=build_activity_place(activity, activity.id),
        direct=is_direct_activity(activity),
        reply_to=find_reply_place(activity),
        message=activity.id,
        text=text,
        markup=read_activity_markup(activity),
        files=list_teams_files(activity),
        addressed=is_direct_activity(activity) or is_bot_mentioned(activity),
        original=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id),
        at=activity.timestamp,
        sent_at=parse_message_time(activity.id),
    )


def translate_teams_deletion(activity: Activity) -> Deleted:
    return Deleted(
        id=build_teams_event_id(
            read_tenant(activity), activity.conversation.id, activity.id, "deleted", read_activity_time(activity)
        ),
        sender=build_teams_sender(activity),
        place=build_activity_place(activity, activity.id),
        direct=is_direct_activity(activity),
        reply_to=find_reply_place(activity),
        message=activity.id,
        original=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id),
        at=activity.timestamp,
    )


def translate_teams_reactions(activity: Activity) -> Iterator[Reacted]:
    for added, found in ((True, activity.reactions_added), (False, activity.reactions_removed)):
        for reaction in found or ():
            way = f"{'+' if added else '-'}{reaction.type}"
            yield Reacted(
                id=build_teams_event_id(
                    read_tenant(activity), activity.conversation.id, activity.id, activity.reply_to_id or "", way
                ),
                sender=build_teams_sender(activity),
                place=build_activity_place(activity, activity.reply_to_id or ""),
                direct=is_direct_activity(activity),
                reply_to=find_reply_place(activity),
                message=activity.reply_to_id or "",
                emoji=decode_teams_emoji(reaction.type),
                added=added,
            )


def decode_teams_emoji(name: str) -> str:
    """Return the character of a reaction; Teams' own name where there is none."""
    codes = name.partition("_")[0].lower()
    if name in REACTIONS:
        return REACTIONS[name]
    if not _CODE_POINTS.fullmatch(codes):
        return name
    points = [int(code, 16) for code in codes.split("-")]
    return (
        "".join(chr(point) for point in points if 0x20 <= point < 0x110000 and not 0x1F3FB <= point <= 0x1F3FF) or name
    )


def translate_teams_click(
    activity: Activity, data: Any, *, shown: bool, quoted: Quoted | None = None, name: str = ""
) -> Click:
    """Translate a click.

    `shown`: the answer is drawn where the click was made (a dialog), so nothing is posted.
    Otherwise a brief answer is shown at once, and any other goes to the personal chat.
    """
    clicked = activity.reply_to_id or ""
    return Click(
        id=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id),
        sender=build_teams_sender(activity),
        place=build_activity_place(activity, clicked),
        direct=is_direct_activity(activity),
        reply_to=None if shown else find_reply_place(activity),
        inline=True,
        name=name or read_nested_text(data, "do"),
        value=read_nested_text(data, "id"),
        message="" if quoted else clicked,
        quoted=quoted,
    )


def translate_teams_press(
    activity: Activity, data: Any, *, shown: bool, name: str = ""
) -> tuple[Click | Submission, FilledForm | None]:
    """Translate a button, or a form with its fields.

    `data` is what the client says, so the handlers check rights again.
    """
    form = parse_filled_form(data) if isinstance(data, dict) and "form" in data else None
    if form is not None:
        return translate_teams_submission(activity, data, form, shown=shown), form
    return translate_teams_click(activity, data, shown=shown, name=name), None


def translate_teams_submission(activity: Activity, data: Any, form: FilledForm, *, shown: bool) -> Submission:
    """Translate a form. A card that follows its record stays in the chat, also after a dialog."""
    return Submission(
        id=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id),
        sender=build_teams_sender(activity),
        place=build_activity_place(activity, activity.reply_to_id or ""),
        direct=is_direct_activity(activity),
        reply_to=None if shown else find_reply_place(activity),
        kept_at=find_reply_place(activity),
        inline=True,
        name=read_nested_text(data, "do"),
        value=read_nested_text(data, "id"),
        message=activity.reply_to_id or read_nested_text(data, OPENED_FROM),
        values=form.values,
    )


def translate_teams_query(activity: Activity) -> Query:
    """Translate a search while it is being typed; the first query has no text."""
    value = activity.value if isinstance(activity.value, dict) else {}
    options = value.get("queryOptions")
    skip = options.get("skip") if isinstance(options, dict) else 0
    return Query(
        id=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id),
        sender=build_teams_sender(activity),
        place=build_activity_place(activity),
        direct=is_direct_activity(activity),
        name=read_nested_text(value, "commandId"),
        text=_find_typed_text(value.get("parameters")),
        skip=skip if isinstance(skip, int) and 0 <= skip <= 1000 else 0,
    )


def translate_option_search(activity: Activity) -> Query:
    """Translate what is typed into a field whose options are searched for."""
    value = activity.value if isinstance(activity.value, dict) else {}
    name, among = parse_search_dataset(value)
    return Query(
        id=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id),
        sender=build_teams_sender(activity),
        place=build_activity_place(activity),
        direct=is_direct_activity(activity),
        name=name,
        text=read_nested_text(value, "queryText"),
        value=among,
    )


def _find_typed_text(parameters: Any) -> str:
    found = parameters if isinstance(parameters, list) else []
    return next(
        (read_nested_text(one, "value") for one in found if read_nested_text(one, "name") not in ("", "initialRun")), ""
    )
