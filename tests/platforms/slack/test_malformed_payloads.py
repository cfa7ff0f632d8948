"""Whatever shape a signed payload has, it is answered or refused, and ends in no error of the bot's."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from tests.platforms.slack.conftest import Desk
from tests.platforms.slack.payloads import (
    FORM,
    JSON,
    Json,
    click,
    command,
    event,
    interaction,
    message,
    signed,
    submission,
    view_click,
)
from tests.standins.slack import BOT, KARI, TEAM

VIEW: Json = {
    "id": "V1",
    "hash": "h",
    "type": "modal",
    "callback_id": "question.ask",
    "private_metadata": '{"c":"C1"}',
    "title": {"type": "plain_text", "text": "Spør"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [{"type": "input", "block_id": "what", "element": {"type": "plain_text_input", "action_id": "what"}}],
}
RICH: list[Json] = [
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "user", "user_id": BOT},
                    {"type": "text", "text": " hei ", "style": {"bold": True}},
                    {"type": "link", "url": "https://example.org", "text": "her"},
                    {"type": "emoji", "name": "wave"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 0,
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "en"}]}],
            },
        ],
    }
]
FILES: list[Json] = [
    {"id": "F1", "name": "a.pdf", "mimetype": "application/pdf", "size": 5, "url_private": "https://x/a"}
]
SAID: Json = {
    "user": KARI,
    "ts": "100.000009",
    "text": f"<@{BOT}> hei",
    "blocks": RICH,
    "files": FILES,
    "thread_ts": "",
}
WHOLE: dict[str, Json] = {
    "mention": message(f"<@{BOT}> hei", kind="app_mention", blocks=RICH, files=FILES, thread_ts="99.000001"),
    "message": message("hei", channel="D1", blocks=RICH, user_team=TEAM, source_team=TEAM),
    "edit": event(
        "message",
        subtype="message_changed",
        channel="D1",
        message={**SAID, "edited": {"user": KARI, "ts": "101.0"}, "user_team": TEAM},
        previous_message={**SAID, "text": "ho"},
    ),
    "deletion": event(
        "message", subtype="message_deleted", channel="D1", deleted_ts="100.000009", previous_message=SAID
    ),
    "reaction": event(
        "reaction_added", user=KARI, reaction="tada", item={"type": "message", "channel": "C1", "ts": "100.000009"}
    ),
    "join": event("member_joined_channel", user=BOT, channel="C1", inviter=KARI, team=TEAM),
    "leave": event("member_left_channel", user=BOT, channel="C1", actor_id=KARI, team=TEAM),
    "left": event("channel_left", channel="C1", actor_id=KARI),
    "rename": event("channel_rename", channel={"id": "C1", "name": "nett", "created": 1}),
    "archive": event("channel_archive", channel="C1", user=KARI),
    "arrival": event("team_join", user={"id": "UNEW", "is_bot": False, "team_id": TEAM}),
    "home": event("app_home_opened", user=KARI, channel="D1", tab="home"),
    "chat": event("app_home_opened", user=KARI, channel="D1", tab="messages"),
    "removal": event("tokens_revoked", tokens={"oauth": [], "bot": [BOT]}),
    "shared": {**message(f"<@{BOT}> hei", blocks=RICH), "is_ext_shared_channel": True},
    "command": command("hjelp"),
    "click": click("question.follow", "q1"),
    "option behind dots": interaction(
        "block_actions",
        channel={"id": "C1"},
        container={"type": "message", "message_ts": "1.000001", "channel_id": "C1"},
        message={"ts": "1.000001"},
        actions=[{"type": "overflow", "action_id": "more.0", "selected_option": {"value": "question.follow q1"}}],
    ),
    "view click": view_click("question.follow", VIEW, "q1"),
    "submission": submission(VIEW, {"what": {"type": "plain_text_input", "value": "hei"}}),
    "choice": submission(VIEW, {"what": {"type": "static_select", "selected_option": {"value": "a"}}}),
    "choices": submission(VIEW, {"what": {"type": "multi_static_select", "selected_options": [{"value": "a"}]}}),
    "shortcut": interaction(
        "message_action", callback_id="ask_network", channel={"id": "C1"}, message=SAID, message_ts="100.000009"
    ),
    "global shortcut": interaction("shortcut", callback_id="ask_network"),
    "options": interaction(
        "block_suggestion",
        action_id="topic.search x",
        block_id="what",
        value="va",
        view=VIEW,
        container={"type": "view"},
    ),
    "closing": interaction("view_closed", view=VIEW, is_cleared=False),
}
#: what stands for each value in turn
STRANGE: tuple[Any, ...] = (None, 5, "x", [], [None], [5], {}, {"id": 5})


def list_paths(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from list_paths(value, (*at, key))


def replace_at(payload: Json, at: tuple[Any, ...], strange: Any, *, gone: bool = False) -> Json:
    changed = copy.deepcopy(payload)
    node: Any = changed
    for key in at[:-1]:
        node = node[key]
    if gone:
        del node[at[-1]]
    else:
        node[at[-1]] = strange
    return changed


async def deliver_changed(desk: Desk, whole: Json, changed: Json) -> int:
    """Deliver it as Slack would the whole one, and return the status of the answer."""
    if "command" in whole:
        body, content_type = urlencode(changed).encode(), FORM
    elif whole["type"] == "event_callback":
        body, content_type = json.dumps(changed).encode(), JSON
    else:
        body, content_type = urlencode({"payload": json.dumps(changed)}).encode(), FORM
    answer = await desk.http.post("/slack/events", data=body, headers=signed(body, content_type=content_type))
    return answer.status


@pytest.mark.parametrize("name", WHOLE)
async def test_no_shape_of_a_payload_ends_in_an_error(desk: Desk, name: str) -> None:
    whole, wrong = WHOLE[name], []
    for at in list_paths(whole):
        for strange in (*STRANGE, ...):
            changed = replace_at(whole, at, strange, gone=strange is ...)
            status = await deliver_changed(desk, whole, changed)
            if status not in (200, 400, 404):
                wrong.append(f"{status} {at} {'gone' if strange is ... else strange!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["mention", "message", "reaction", "home", "chat", "arrival"])
async def test_an_event_that_names_nobody_is_passed_over(desk: Desk, name: str) -> None:
    assert await deliver_changed(desk, WHOLE[name], replace_at(WHOLE[name], ("event", "user"), None)) == 200
    assert desk.dispatch.events == []


async def test_what_is_refused_is_counted_and_logged_without_its_values(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    nobody = replace_at(WHOLE["click"], ("user",), {"id": None, "name": "kari"})
    with capture_logs() as logged:
        assert await deliver_changed(desk, WHOLE["click"], nobody) == 400
        assert await deliver_changed(desk, WHOLE["command"], {**WHOLE["command"], "user_id": ""}) == 400
        assert await deliver_changed(desk, WHOLE["mention"], {"type": "event_callback", "event": "kari"}) == 400
    assert desk.dispatch.unreadable == 3
    assert [one["event"] for one in logged] == ["slack payload refused"] * 3
    assert "kari" not in f"{logged}{caplog.text}"
