"""Check the shape of a payload before anything reads it: whatever was signed, no shape of it ends in an error.

A structure names what is read of its part, and of which kind that must be; what else a payload holds is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import msgspec
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

log = structlog.get_logger()
Payload = Mapping[str, Any]
Named = Annotated[str, msgspec.Meta(min_length=1)]


class _Reference(msgspec.Struct):
    id: str | None = None


class _Person(msgspec.Struct):
    id: Named


class _Message(msgspec.Struct):
    files: list[dict[str, Any]] | None = None
    attachments: list[dict[str, Any]] | None = None


class _Event(_Message):
    type: str = ""
    item: dict[str, Any] | None = None
    message: _Message | None = None
    previous_message: _Message | None = None


class _EventPayload(msgspec.Struct):
    event: _Event
    authorizations: list[dict[str, Any]] | None = None


class _CommandPayload(msgspec.Struct):
    command: Named
    user_id: Named


class _Option(msgspec.Struct):
    value: str


class _Input(msgspec.Struct):
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None


class _State(msgspec.Struct):
    values: dict[str, dict[str, _Input]] | None = None


class _Block(msgspec.Struct):
    type: str
    block_id: str | None = None
    element: dict[str, Any] | None = None


class _View(msgspec.Struct):
    type: str
    callback_id: str | None = None
    state: _State | None = None
    blocks: list[_Block] | None = None


class _Interaction(msgspec.Struct):
    user: _Person
    team: _Reference | None = None
    channel: _Reference | None = None
    container: dict[str, Any] | None = None
    message: _Message | None = None
    view: _View | None = None


class _Action(msgspec.Struct):
    action_id: str
    selected_option: _Option | None = None


class _Click(_Interaction, kw_only=True):
    actions: Annotated[list[_Action], msgspec.Meta(min_length=1)]


class _Shortcut(_Interaction, kw_only=True):
    callback_id: str


class _OptionSearch(_Interaction, kw_only=True):
    action_id: str


class _Submission(_Interaction, kw_only=True):
    view: _View


#: type of a payload -> its shape; a command has no type, and what is not here Bolt itself refuses
_SHAPES: dict[str, type[msgspec.Struct]] = {
    "event_callback": _EventPayload,
    "block_actions": _Click,
    "message_action": _Shortcut,
    "shortcut": _Shortcut,
    "block_suggestion": _OptionSearch,
    "view_submission": _Submission,
    "view_closed": _Submission,
}


def find_shape_fault(body: Payload) -> str:
    """Return what is wrong with the shape of a payload, without any value of it; empty if nothing is."""
    kind = body.get("type")
    shape = _CommandPayload if "command" in body else _SHAPES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        return ""
    try:
        msgspec.convert(body, shape)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


class CheckedApp(AsyncApp):
    """Refuse and count what has not the shape that it should have, before Bolt itself reads it."""

    def __init__(self, count_unreadable: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self._count_unreadable = count_unreadable

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        if fault := find_shape_fault(req.body):
            log.warning("slack payload refused", why=fault)
            self._count_unreadable()
            return BoltResponse(status=400, body="")
        return await super().async_dispatch(req)
