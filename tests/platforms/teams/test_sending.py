"""Posting, redrawing and deleting: the right conversation, once, and errors that say what became of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import structlog

from bot.platforms import CannotTell, PermanentError, Platform, Sent, TemporaryError
from bot.platforms.teams import TeamsPlatform
from bot.platforms.teams.errors import TeamsOutcomeUnknown
from handlers.chat.cards import Card, Text
from handlers.chat.places import Place
from storage.kit.database_errors import Unavailable
from tests.patience import wait_until
from tests.processes import free_port
from tests.standins.teams import BOT, CHANNEL, SECRET, TENANT, Fault, activity, mention

ROOM = Place("teams", TENANT, CHANNEL)
KARI = Place("teams", TENANT, user="29:kari")
CARD = Card("Spørsmål", (Text("Hvem har prøvd dette?"),))
CREATE = "/v3/conversations"


@pytest.fixture(autouse=True)
async def heard(desk, microsoft) -> None:
    """The bot has heard from this tenant before."""
    desk.memory[Place("teams", TENANT)] = {"service": microsoft.service_url, "bot": BOT}


def blocked(sub_code: str) -> dict[str, object]:
    return {"errorCode": 209, "message": json.dumps({"subCode": sub_code, "details": "Thread is blocked."})}


def refusal(code: str) -> dict[str, object]:
    return {"error": {"code": code, "message": "no"}}


async def test_a_card_in_a_room_begins_a_thread(teams, microsoft) -> None:
    sent = await teams.send(ROOM, CARD, key="delivery-1")
    (call,) = microsoft.calls
    assert (call.method, call.path, call.body["channelData"]["channel"]) == ("POST", CREATE, {"id": CHANNEL})
    posted = call.body["activity"]
    assert posted["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert posted["summary"] == "Spørsmål Hvem har prøvd dette?"
    assert posted["channelData"] == {"delivery": "delivery-1"}
    link = (
        f"https://teams.microsoft.com/l/message/19%3Aenergi%40thread.tacv2/1001?tenantId={TENANT}&parentMessageId=1001"
    )
    assert sent == Sent("1001", link, "1001", CHANNEL)


async def test_a_reply_goes_to_its_thread(teams, microsoft) -> None:
    sent = await teams.send(ROOM.move_to_thread("500"), CARD, key="k")
    assert microsoft.calls[0].path == f"{CREATE}/{CHANNEL};messageid=500/activities"
    assert (sent.message, sent.thread, sent.channel) == ("1001", "500", CHANNEL)
    assert sent.link.endswith("parentMessageId=500")


async def test_a_group_chat_has_no_threads(teams, microsoft) -> None:
    sent = await teams.send(Place("teams", TENANT, "19:chat@thread.v2", "500"), CARD, key="k")
    assert microsoft.calls[0].path == f"{CREATE}/19:chat@thread.v2/activities"
    assert sent.message == "1001"


async def test_a_personal_chat_is_opened_once(teams, microsoft, desk) -> None:
    first = await teams.send(KARI, CARD, key="k")
    second = await teams.send(KARI, CARD, key="l")
    assert [call.path for call in microsoft.calls] == [CREATE, *[f"{CREATE}/a:chat-of-29:kari/activities"] * 2]
    opened = microsoft.calls[0].body
    assert (opened["members"], opened["tenantId"], opened["isGroup"], opened["bot"]) == (
        [{"id": "29:kari"}],
        TENANT,
        False,
        {"id": BOT},
    )
    assert (first.channel, first.link) == ("a:chat-of-29:kari", "")
    assert second.message != first.message
    assert desk.memory[KARI] == {"conversation": "a:chat-of-29:kari"}


async def test_the_chat_a_person_wrote_in_is_used(teams, microsoft, door) -> None:
    await door.send(activity(text="hei"))
    await teams.send(KARI, CARD, key="k")
    assert [call.path for call in microsoft.calls] == [f"{CREATE}/a:chat-of-kari/activities"]


async def test_a_chat_that_is_no_longer_there_is_opened_anew(teams, microsoft, desk) -> None:
    desk.memory[KARI] = {"conversation": "a:gone"}
    microsoft.faults.append(Fault(404, refusal("ConversationNotFound")))
    sent = await teams.send(KARI, CARD, key="k")
    assert sent.channel == "a:chat-of-29:kari"
    assert desk.memory[KARI]["conversation"] == "a:chat-of-29:kari"


async def test_an_unclear_answer_while_opening_a_chat_is_only_a_reason_to_try_again(teams, microsoft) -> None:
    microsoft.faults.append(Fault(502, "<html>Bad Gateway</html>"))
    with pytest.raises(TemporaryError):
        await teams.send(KARI, CARD, key="k")


async def test_a_room_never_heard_from_is_reached_like_the_tenant(teams, microsoft) -> None:
    assert (await teams.send(Place("teams", TENANT, "19:ny@thread.tacv2"), CARD, key="k")).message == "1001"


async def test_who_cannot_be_written_to_privately_is_told_how_where_they_asked(teams, microsoft, door) -> None:
    microsoft.faults.append(Fault(403, refusal("BotNotInConversationRoster"), only=f"POST {CREATE}"))
    sent = await teams.send(Place("teams", TENANT, CHANNEL, "500", "29:kari"), CARD, key="k")
    line = microsoft.calls[-1]
    assert line.path == f"{CREATE}/{CHANNEL};messageid=500/activities"
    assert "Arena" in line.body["summary"]
    assert "prøvd" not in str(line.body)
    # the thread stays theirs, and what was private never takes the line's place
    assert (sent.channel, sent.thread) == (CHANNEL, "")
    with pytest.raises(PermanentError):
        await teams.update(Place("teams", TENANT, sent.channel, "500", "29:kari"), sent.message, CARD)
    await teams.delete(Place("teams", TENANT, sent.channel, "500", "29:kari"), sent.message)
    assert microsoft.calls[-1].method == "DELETE"


async def test_a_private_message_without_a_room_is_simply_refused(teams, microsoft) -> None:
    microsoft.faults.append(Fault(403, refusal("ConversationBlockedByUser")))
    with pytest.raises(PermanentError) as refused:
        await teams.send(KARI, CARD, key="k")
    assert refused.value.gone
    assert refused.value.why == "ConversationBlockedByUser"
    assert len(microsoft.calls) == 1


@pytest.mark.parametrize(
    ("fault", "error", "facts"),
    [
        (Fault(429, refusal("Throttled"), {"Retry-After": "7"}), TemporaryError, {"after": 7.0, "whole_bucket": True}),
        (Fault(429, "slow down"), TemporaryError, {"after": 0.0, "whole_bucket": True}),
        (Fault(429, {}, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), TemporaryError, {"after": 0.0}),
        (Fault(429, {}, {"Retry-After": "nan"}), TemporaryError, {"after": 0.0}),
        (Fault(412, refusal("PreconditionFailed")), TemporaryError, {"whole_bucket": False}),
        (
            Fault(403, refusal("BotNotInConversationRoster")),
            PermanentError,
            {"gone": True, "why": "BotNotInConversationRoster"},
        ),
        (Fault(403, blocked("MessageWritesBlocked")), PermanentError, {"gone": True, "why": "MessageWritesBlocked"}),
        (Fault(403, {"errorCode": 209, "message": "not JSON"}), PermanentError, {"gone": False, "why": "209"}),
        (Fault(403, refusal("SomethingNew")), PermanentError, {"gone": False, "why": "SomethingNew"}),
        (Fault(403, "<html>"), PermanentError, {"gone": False, "why": "http_403"}),
        (Fault(404, refusal("ConversationNotFound")), PermanentError, {"gone": True}),
        (Fault(404, refusal("ActivityNotFoundInConversation")), PermanentError, {"gone": False}),
        (Fault(400, refusal("BadArgument")), PermanentError, {"gone": False, "why": "BadArgument"}),
        (Fault(413, refusal("MessageSizeTooBig")), PermanentError, {"gone": False, "why": "MessageSizeTooBig"}),
        (Fault(301, {}, {"Location": "https://evil.example/"}), TemporaryError, {}),
        (Fault(500, refusal("ServiceError")), TeamsOutcomeUnknown, {}),
        (Fault(502, "<html>Bad Gateway</html>"), TeamsOutcomeUnknown, {}),
        (Fault(503, refusal("ServiceUnavailable")), TeamsOutcomeUnknown, {}),
        (Fault(504, "[" * 100_000), TeamsOutcomeUnknown, {}),
        (Fault(408, {}), TeamsOutcomeUnknown, {}),
        (Fault(200, "<html>fine</html>"), TeamsOutcomeUnknown, {}),
        (Fault(201, []), TeamsOutcomeUnknown, {}),
        (Fault(201, {}), TeamsOutcomeUnknown, {}),
        (Fault(201, {"id": 5}), TeamsOutcomeUnknown, {}),
        (Fault(), TeamsOutcomeUnknown, {}),
    ],
)
async def test_each_refusal_has_one_meaning_and_is_not_tried_again_here(teams, microsoft, fault, error, facts) -> None:
    microsoft.faults.append(fault)
    with pytest.raises(error) as raised:
        await teams.send(ROOM.move_to_thread("500"), CARD, key="k")
    assert {name: getattr(raised.value, name) for name in facts} == facts
    assert len(microsoft.calls) == 1


@pytest.mark.parametrize("code", ["BotNotInConversationRoster", "MessageWritesBlocked"])
async def test_a_chat_that_its_person_shut_is_told_from_a_room_that_is_closed(teams, microsoft, code) -> None:
    microsoft.faults.append(Fault(403, refusal(code), only=f"POST {CREATE}"))
    with pytest.raises(PermanentError) as raised:
        await teams.send(KARI, CARD, key="k")
    assert (raised.value.why, raised.value.gone) == ("ConversationBlockedByUser", True)


async def test_an_unknown_outcome_is_neither_of_the_two_errors() -> None:
    assert not issubclass(TeamsOutcomeUnknown, TemporaryError | PermanentError)


async def test_a_refused_connection_is_a_certain_no(teams, desk, settings, tenants) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/emea/"
    desk.memory[Place("teams", TENANT)] = {"service": nowhere}
    platform = TeamsPlatform(replace(settings, service_urls=(nowhere,)), tenants, arena_name="Arena", language="nb")
    await platform.open_sessions(desk, listen=False)
    with pytest.raises(TemporaryError):
        await platform.send(ROOM, CARD, key="k")
    await platform.close_sessions()


async def test_a_silent_answer_is_unknown_within_the_time_of_one_message(teams, microsoft, monkeypatch) -> None:
    from bot.platforms.teams import connector

    await teams.send(ROOM, CARD, key="with a token and a connection")
    answer = asyncio.Event()
    monkeypatch.setattr(connector, "LEAST", 0.05)
    microsoft.faults.append(Fault(201, {"id": "1"}, after=answer))
    monkeypatch.setattr(connector.Deadline, "left", property(lambda _: 0.5))
    with pytest.raises(TeamsOutcomeUnknown):
        await teams.send(ROOM, CARD, key="k")
    answer.set()


async def test_a_message_is_redrawn_and_deleted_where_it_stands(teams, microsoft) -> None:
    await teams.update(ROOM, "1001", CARD)
    await teams.update(ROOM.move_to_thread("500"), "1002", CARD)
    await teams.update(Place("teams", TENANT, "a:chat-of-29:kari", user="29:kari"), "1003", CARD)
    await teams.delete(ROOM, "1001")
    assert [(call.method, call.path.removeprefix(f"{CREATE}/")) for call in microsoft.calls] == [
        ("PUT", f"{CHANNEL};messageid=1001/activities/1001"),
        ("PUT", f"{CHANNEL};messageid=500/activities/1002"),
        ("PUT", "a:chat-of-29:kari/activities/1003"),
        ("DELETE", f"{CHANNEL};messageid=1001/activities/1001"),
    ]
    assert microsoft.calls[0].body["attachments"]


async def test_deleting_what_is_gone_is_fine_and_redrawing_it_is_not(teams, microsoft) -> None:
    microsoft.faults.extend(Fault(404, refusal("ActivityNotFoundInConversation")) for _ in range(2))
    await teams.delete(ROOM, "1001")
    with pytest.raises(PermanentError):
        await teams.update(ROOM, "1001", CARD)
    microsoft.faults.append(Fault(403, refusal("MessageWritesBlocked")))
    with pytest.raises(PermanentError):
        await teams.delete(ROOM, "1001")


async def test_a_chat_that_was_never_opened_has_nothing_to_redraw(teams) -> None:
    with pytest.raises(PermanentError):
        await teams.update(KARI, "1", CARD)


async def test_one_token_serves_all_and_is_asked_for_once(teams, microsoft, settings) -> None:
    microsoft.token_delay = 0.05
    await asyncio.gather(*(teams.send(ROOM, CARD, key=str(n)) for n in range(10)))
    (asked,) = microsoft.token_requests
    assert asked["tenant"] == TENANT
    assert asked["scope"] == "https://api.botframework.com/.default"
    assert asked["grant_type"] == "client_credentials"
    assert asked["client_id"] == settings.app_id
    assert {call.token for call in microsoft.calls} == {"token-1"}


async def test_a_token_is_renewed_before_its_end(teams, microsoft, monkeypatch) -> None:
    from bot.platforms.teams import outbound_tokens

    microsoft.token_life = 400
    await teams.send(ROOM, CARD, key="k")
    now = outbound_tokens.time.monotonic()
    monkeypatch.setattr(outbound_tokens.time, "monotonic", lambda: now + 101)
    await teams.send(ROOM, CARD, key="l")
    assert len(microsoft.token_requests) == 2


async def test_a_refused_token_is_replaced_once(teams, microsoft) -> None:
    await teams.send(ROOM, CARD, key="k")
    microsoft.issued.clear()
    await asyncio.gather(*(teams.send(ROOM, CARD, key=str(n)) for n in range(5)))
    assert len(microsoft.token_requests) == 2
    microsoft.faults.extend(Fault(401, {}) for _ in range(2))
    with pytest.raises(TemporaryError) as refused:
        await teams.send(ROOM, CARD, key="x")
    assert refused.value.after == 60
    assert len(microsoft.calls) == 1 + 10 + 2


async def test_a_secret_that_is_out_of_date_keeps_messages_for_later_and_tells_nothing_personal(
    desk, settings, microsoft, tenants
) -> None:
    platform = TeamsPlatform(replace(settings, app_password="old"), tenants, arena_name="Arena", language="nb")
    await platform.open_sessions(desk, listen=False)
    with pytest.raises(TemporaryError) as refused:
        await platform.send(ROOM, CARD, key="k")
    assert str(refused.value) == "token: 401 invalid_client AADSTS7000215"
    assert microsoft.calls == []
    findings = {finding.what: finding for finding in await platform.check_configuration()}
    assert not findings["Teams: token for sending"].ok
    assert "TEAMS_APP_PASSWORD" in findings["Teams: token for sending"].detail
    await platform.close_sessions()


async def test_check_asks_for_a_token_and_the_keys(teams, microsoft) -> None:
    assert all(finding.ok for finding in await teams.check_configuration())
    microsoft.metadata_down = True
    assert [finding.what for finding in await teams.check_configuration() if not finding.ok] == [
        "Teams: signing keys for receiving"
    ]


async def test_nobody_can_tell_whether_a_message_arrived(teams) -> None:
    with pytest.raises(CannotTell):
        await teams.find(ROOM, "k", datetime.now(UTC))


def arrivals(step: float, burst: int, count: int) -> list[float]:
    return [max(0.0, (n - burst + 1) * step) for n in range(count)]


@pytest.mark.parametrize(("seconds", "most"), [(1, 7), (2, 8), (30, 60)])
def test_the_pace_stays_within_what_teams_allows_one_conversation(settings, seconds, most, tenants) -> None:
    budgets = TeamsPlatform(settings, tenants, arena_name="Arena", language="nb").list_budgets(ROOM)
    assert budgets["begun"] == budgets[CHANNEL], "a new thread counts in the channel, and among those of the tenant"
    budget = budgets[CHANNEL]
    times = arrivals(budget.step, budget.burst, 200)
    assert max(sum(start <= time < start + seconds for time in times) for start in times) <= most
    assert set(TeamsPlatform(settings, tenants, arena_name="Arena", language="nb").list_budgets(KARI)) == {
        "",
        "@29:kari",
    }


async def test_a_mention_is_told_apart_from_a_name(teams, door, desk) -> None:
    await door.send(
        activity(text="<at>Arena</at> Arena", conversation=f"{CHANNEL};messageid=1", id="1", entities=[mention()])
    )
    assert desk.events[0].text == "Arena"


def test_the_class_keeps_the_promise_of_the_protocol(settings, tenants) -> None:
    platform: Platform = TeamsPlatform(settings, tenants, arena_name="Arena", language="nb")
    assert platform.name == "teams"


async def test_slow_calls_hold_nobody_else_up(teams, microsoft) -> None:
    go_on = asyncio.Event()
    microsoft.faults.extend(Fault(201, {"id": "9"}, after=go_on, only="19:slow@thread.v2") for _ in range(12))
    slow = [
        asyncio.create_task(teams.send(Place("teams", TENANT, "19:slow@thread.v2"), CARD, key=str(n)))
        for n in range(12)
    ]
    await wait_until(lambda: len(microsoft.calls) == len(slow))
    await teams.send(ROOM, CARD, key="quick")
    assert not any(task.done() for task in slow)
    go_on.set()
    await asyncio.gather(*slow)


async def test_an_anonymous_bot_writes_without_a_token(settings, desk, microsoft, tenants) -> None:
    anonymous = replace(settings, anonymous=True, app_id="", app_password="", tenant_id="")
    platform = TeamsPlatform(anonymous, tenants, arena_name="Arena", language="nb")
    await platform.open_sessions(desk, listen=True)
    microsoft.issued.add("")
    assert (await platform.send(ROOM, CARD, key="k")).message == "1001"
    assert microsoft.token_requests == []
    await platform.close_sessions()


async def test_neither_tokens_nor_secrets_nor_words_are_logged(teams, microsoft, door, desk, capsys, caplog) -> None:
    bearer = microsoft.bearer(exp=1)
    await door.send(activity(text="hemmelig spørsmål"), bearer=bearer)
    desk.answers.append(Unavailable("no connection", ConnectionError("hemmelig spørsmål")))
    await door.send(activity(text="hemmelig spørsmål"))
    for fault in (Fault(500, "x"), Fault(403, {}), Fault(401, {}), Fault()):
        microsoft.faults.append(fault)
        with contextlib.suppress(TemporaryError, PermanentError, TeamsOutcomeUnknown):
            await teams.send(KARI, Card("hemmelig spørsmål"), key="k")
    said = "".join(capsys.readouterr()) + caplog.text
    assert "not stored" in said
    for secret in (bearer.removeprefix("Bearer "), SECRET, "token-1", "hemmelig"):
        assert secret not in said


async def test_a_prefix_without_a_port_means_any_port_here_in_and_out(settings, desk, microsoft, tenants) -> None:
    here = replace(settings, service_urls=("http://127.0.0.1",))
    platform = TeamsPlatform(here, tenants, arena_name="Arena", language="nb")
    assert platform.service_urls.is_allowed_url(microsoft.service_url)
    await platform.open_sessions(desk, listen=False)
    await platform.send(ROOM, CARD, key="k")
    assert len(microsoft.calls) == 1
    told = [finding for finding in await platform.check_configuration() if finding.what == "Teams: service addresses"]
    assert [(finding.ok, "any port of this machine" in finding.detail) for finding in told] == [(True, True)]
    await platform.close_sessions()


async def test_an_address_in_a_private_network_is_refused_on_both_sides_and_said(settings, desk, tenants) -> None:
    private = "https://10.1.2.3/teams"
    platform = TeamsPlatform(replace(settings, service_urls=(private,)), tenants, arena_name="Arena", language="nb")
    with structlog.testing.capture_logs() as lines:
        await platform.open_sessions(desk, listen=False)
    assert [line["prefix"] for line in lines] == [private]
    assert not platform.service_urls.is_allowed_url(f"{private}/emea/")
    told = [finding for finding in await platform.check_configuration() if finding.what == "Teams: service addresses"]
    assert [(finding.ok, "private network" in finding.detail) for finding in told] == [(False, True)]
    await platform.close_sessions()


async def test_a_connection_that_is_refused_leaves_a_log_line(settings, desk, tenants) -> None:
    port = free_port()
    nowhere = f"http://127.0.0.1:{port}/emea/"
    desk.memory[Place("teams", TENANT)] = {"service": nowhere}
    platform = TeamsPlatform(replace(settings, service_urls=(nowhere,)), tenants, arena_name="Arena", language="nb")
    await platform.open_sessions(desk, listen=False)
    with structlog.testing.capture_logs() as lines, pytest.raises(TemporaryError):
        await platform.send(ROOM, CARD, key="k")
    (line,) = (line for line in lines if line["event"] == "no connection to Teams")
    assert line["to"] == f"127.0.0.1:{port}"
    assert "ConnectionRefusedError" in line["why"]
    await platform.close_sessions()
