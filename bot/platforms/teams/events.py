"""From activity to event: one function for each thing that can happen, and no opinion of what to do about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from bot.platforms.teams.activities import (
    Activity,
    dig,
    direct,
    mentioned,
    place,
    reply_to,
    sender,
    tenant,
    told_at,
    words,
)
from bot.platforms.teams.addresses import happening
from bot.platforms.teams.files import files_of
from bot.platforms.teams.forms import Filled, filled
from handlers.chat.events import Click, Deleted, Edited, Message, Query, Quoted, Reacted, Submission

#: Teams' names of the six classic reactions; newer ones carry their code points ("2705_whiteheavycheckmark")
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


def message(activity: Activity) -> Message:
    """A line to the bot, or in a thread; who may have said it unasked is decided by the caller."""
    alone = direct(activity)
    return Message(
        id=happening(tenant(activity), activity.conversation.id, activity.id),
        sender=sender(activity),
        place=place(activity, activity.id),
        direct=alone,
        reply_to=reply_to(activity),
        text=words(activity),
        message=activity.id,
        addressed=alone or mentioned(activity),
        files=files_of(activity),
    )


def edited(activity: Activity) -> Edited:
    """Also a deletion that was undone: the text is there again."""
    text = words(activity)
    when = told_at(activity) or hashlib.sha256(text.encode()).hexdigest()[:16]
    return Edited(
        id=happening(tenant(activity), activity.conversation.id, activity.id, "edited", when),
        sender=sender(activity),
        place=place(activity, activity.id),
        direct=direct(activity),
        reply_to=reply_to(activity),
        message=activity.id,
        text=text,
        files=files_of(activity),
        addressed=direct(activity) or mentioned(activity),
        original=happening(tenant(activity), activity.conversation.id, activity.id),
        at=activity.timestamp,
    )


def deleted(activity: Activity) -> Deleted:
    return Deleted(
        id=happening(tenant(activity), activity.conversation.id, activity.id, "deleted", told_at(activity)),
        sender=sender(activity),
        place=place(activity, activity.id),
        direct=direct(activity),
        reply_to=reply_to(activity),
        message=activity.id,
        original=happening(tenant(activity), activity.conversation.id, activity.id),
        at=activity.timestamp,
    )


def reactions(activity: Activity) -> Iterator[Reacted]:
    for added, found in ((True, activity.reactions_added), (False, activity.reactions_removed)):
        for reaction in found or ():
            way = f"{'+' if added else '-'}{reaction.type}"
            yield Reacted(
                id=happening(tenant(activity), activity.conversation.id, activity.id, activity.reply_to_id or "", way),
                sender=sender(activity),
                place=place(activity, activity.reply_to_id or ""),
                direct=direct(activity),
                reply_to=reply_to(activity),
                message=activity.reply_to_id or "",
                emoji=emoji(reaction.type),
                added=added,
            )


def emoji(name: str) -> str:
    """The character of a reaction; Teams' own name where there is none."""
    codes = name.partition("_")[0].lower()
    if name in REACTIONS:
        return REACTIONS[name]
    if not _CODE_POINTS.fullmatch(codes):
        return name
    points = [int(code, 16) for code in codes.split("-")]
    return (
        "".join(chr(point) for point in points if 0x20 <= point < 0x110000 and not 0x1F3FB <= point <= 0x1F3FF) or name
    )


def click(activity: Activity, data: Any, *, shown: bool, quoted: Quoted | None = None, name: str = "") -> Click:
    """`shown`: the answer is drawn where the click was made (a dialog), so nothing is posted.

    Otherwise a brief answer is shown at once, and any other goes to the personal chat.
    """
    clicked = activity.reply_to_id or ""
    return Click(
        id=happening(tenant(activity), activity.conversation.id, activity.id),
        sender=sender(activity),
        place=place(activity, clicked),
        direct=direct(activity),
        reply_to=None if shown else reply_to(activity),
        inline=True,
        name=name or dig(data, "do"),
        value=dig(data, "id"),
        message="" if quoted else clicked,
        quoted=quoted,
    )


def pressed(activity: Activity, data: Any, *, shown: bool, name: str = "") -> tuple[Click | Submission, Filled | None]:
    """A button, or a form with its fields. `data` is what the client says: whoever answers checks rights again."""
    form = filled(data) if isinstance(data, dict) and "form" in data else None
    if form is not None:
        return submission(activity, data, form, shown=shown), form
    return click(activity, data, shown=shown, name=name), None


def submission(activity: Activity, data: Any, form: Filled, *, shown: bool) -> Submission:
    return Submission(
        id=happening(tenant(activity), activity.conversation.id, activity.id),
        sender=sender(activity),
        place=place(activity, activity.reply_to_id or ""),
        direct=direct(activity),
        reply_to=None if shown else reply_to(activity),
        inline=True,
        name=dig(data, "do"),
        value=dig(data, "id"),
        values=form.values,
    )


def query(activity: Activity) -> Query:
    """A search while it is being typed; the first one has no text."""
    value = activity.value if isinstance(activity.value, dict) else {}
    options = value.get("queryOptions")
    skip = options.get("skip") if isinstance(options, dict) else 0
    return Query(
        id=happening(tenant(activity), activity.conversation.id, activity.id),
        sender=sender(activity),
        place=place(activity),
        direct=direct(activity),
        name=dig(value, "commandId"),
        text=_typed(value.get("parameters")),
        skip=skip if isinstance(skip, int) and 0 <= skip <= 1000 else 0,
    )


def _typed(parameters: Any) -> str:
    found = parameters if isinstance(parameters, list) else []
    return next((dig(one, "value") for one in found if dig(one, "name") not in ("", "initialRun")), "")
