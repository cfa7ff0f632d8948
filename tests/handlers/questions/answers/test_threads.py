"""Conversations in a hurry: replies keep their order in every room, and those that have to wait go out together."""

from __future__ import annotations

import pytest

from bot.platforms import RateBudget, Sent, TemporaryError
from handlers.chat.cards import Card
from handlers.chat.events import Edited
from handlers.chat.places import Place
from storage.queue.delivery_rows import UNKNOWN
from tests.conftest import Clock
from tests.conversation import Conversation, FakePlatform, Post, Someone
from tests.handlers.directory.test_rooms import changes

SAID = ("Ring dem.", "Skriv til dem.", "Møt opp.")


@pytest.fixture
def other(talk: Conversation) -> FakePlatform:
    return talk.platforms["other"]


@pytest.fixture
async def replies(talk: Conversation, card: Post, ola: Someone, other: FakePlatform) -> list[str]:
    """Three of them, while the other room may not be written to for a minute."""
    other.budget = {"c": RateBudget(60)}
    await ola.replies(card, "Først.")
    return [await ola.replies(card, text) for text in SAID]


def there(talk: Conversation) -> list[str]:
    return [post.text for post in talk.room("elsewhere", "other")[1:]]


async def later(talk: Conversation, clock: Clock, seconds: float = 61, times: int = 4) -> None:
    """The question's card takes its turns in the room too."""
    for _ in range(times):
        clock.forward(seconds=seconds)
        await talk.settle()


async def test_a_reply_that_was_refused_for_now_is_not_overtaken(
    talk: Conversation, card: Post, ola: Someone, other: FakePlatform, clock: Clock
) -> None:
    other.fail.append(TemporaryError("refused", after=5))
    for text in SAID:
        await ola.replies(card, text)
    assert there(talk) == []
    await later(talk, clock, 6)
    assert there(talk) == list(SAID), "each by itself, for nothing holds them up any more"


async def test_what_has_to_wait_goes_out_in_one_message(
    talk: Conversation, replies: list[str], card: Post, ola: Someone, clock: Clock
) -> None:
    assert there(talk) == ["Først."]
    await later(talk, clock)
    assert there(talk) == ["Først.", "\n".join(SAID)]
    buttons = [button.value for button in talk.posts[-1].card.list_buttons() if button.do == "answers.solved"]
    assert buttons == ["2", "3", "4"]


async def test_of_several_edits_only_the_newest_goes_out_in_the_message_with_the_others(
    talk: Conversation, replies: list[str], card: Post, ola: Someone, other: FakePlatform, clock: Clock
) -> None:
    await later(talk, clock)
    for text in ("Skriv brev.", "Skriv e-post."):
        await ola.edits(replies[1], text, "grid", card.id)
    updates: list[str] = []
    update = other.update

    async def counting(place: object, message: str, drawn: object) -> None:
        updates.append(message)
        await update(place, message, drawn)  # type: ignore[arg-type]

    other.update = counting  # type: ignore[method-assign, assignment]
    await later(talk, clock)
    assert there(talk)[1] == "Ring dem.\nSkriv e-post.\nMøt opp."
    assert updates.count(talk.room("elsewhere", "other")[2].id) == 1


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0)])
async def test_what_is_deleted_leaves_the_message_and_the_last_takes_it_along(
    talk: Conversation,
    replies: list[str],
    card: Post,
    ola: Someone,
    other: FakePlatform,
    clock: Clock,
    order: tuple[int],
) -> None:
    await later(talk, clock)
    left = list(SAID)
    for number in order:
        await ola.deletes(replies[number], "grid", card.id)
        left.remove(SAID[number])
        await later(talk, clock)
        assert there(talk)[1:] == (["\n".join(left)] if left else [])


async def test_what_is_deleted_while_it_waits_is_never_seen(
    talk: Conversation, replies: list[str], card: Post, ola: Someone, clock: Clock
) -> None:
    await ola.deletes(replies[0], "grid", card.id)
    await later(talk, clock)
    assert there(talk)[1] == "Skriv til dem.\nMøt opp."


async def test_changes_while_nobody_knows_whether_the_message_arrived(
    talk: Conversation, replies: list[str], card: Post, ola: Someone, other: FakePlatform, clock: Clock
) -> None:
    other.fail_after.append(ConnectionResetError())
    await later(talk, clock)
    async with talk.database.read() as store:
        assert (await store.deliveries.count_deliveries_by_state()).get(UNKNOWN) == 1
    other.budget = {}
    await ola.edits(replies[2], "Møt opp kl. 10.", "grid", card.id)
    await ola.deletes(replies[0], "grid", card.id)
    await ola.replies(card, "Til slutt.")
    assert len(there(talk)) == 2, "what comes after waits for it"
    clock.forward(seconds=31)
    await talk.courier.asking.reconcile_unknown_deliveries()
    await later(talk, clock)
    assert there(talk)[1:] == ["Skriv til dem.\nMøt opp kl. 10.", "Til slutt."]


async def test_a_message_that_was_refused_for_now_still_tells_all_of_it_and_not_what_is_gone(
    talk: Conversation, replies: list[str], card: Post, ola: Someone, other: FakePlatform, clock: Clock
) -> None:
    other.fail.append(TemporaryError("refused", after=5))
    await later(talk, clock)
    await ola.deletes(replies[0], "grid", card.id)
    await ola.replies(card, "Til slutt.")
    await later(talk, clock)
    assert "\n".join(there(talk)[1:]) == "Skriv til dem.\nMøt opp.\nTil slutt."


async def test_what_joins_a_message_after_it_was_changed_on_its_way_stays_in_it(
    talk: Conversation, replies: list[str], card: Post, ola: Someone, other: FakePlatform, clock: Clock
) -> None:
    send = other.send

    async def refusing(place: Place, drawn: Card, *, key: str) -> Sent:
        other.send = send  # type: ignore[method-assign]
        edited = Edited(
            id="x", sender=ola.sender, place=card.place.move_to_thread(card.id), message=replies[1], text="Skriv brev."
        )
        await talk.dispatcher(edited)
        raise TemporaryError("refused", after=5)

    other.send = refusing  # type: ignore[method-assign]
    while other.send is refusing:
        await later(talk, clock, times=1)
    await ola.replies(card, "Til slutt.")
    await later(talk, clock)
    assert "\n".join(there(talk)[1:]) == "Ring dem.\nSkriv brev.\nMøt opp.\nTil slutt."


async def test_reactions_to_a_message_of_several_count_and_a_check_mark_asks_which(
    talk: Conversation, kari: Someone, replies: list[str], clock: Clock
) -> None:
    await later(talk, clock)
    message = talk.room("elsewhere", "other")[2].id
    lead = await talk.person("lise", leads="nett", platform="other")
    reply = await lead.reacts(message, "✅", "elsewhere")
    assert reply.card is not None
    assert [button.value for button in reply.card.list_buttons()] == ["2", "3", "4"]


async def test_a_room_that_is_lost_gets_nothing_and_catches_up_when_it_is_back(
    talk: Conversation, card: Post, ola: Someone
) -> None:
    await ola.replies(card, "Før.")
    sara = await talk.person("sara", role="secretariat", platform="other")
    await changes(sara, "elsewhere", "", is_open=False)
    for text in SAID:
        await ola.replies(card, text)
    assert there(talk) == ["Før."]
    await changes(sara, "elsewhere", "#elsewhere", is_open=True)
    assert there(talk) == ["Før.", *SAID]


async def test_who_answers_at_more_length_than_others_get_is_told(talk: Conversation, card: Post, ola: Someone) -> None:
    long = "Be om **ny** vurdering. " * 200
    message = await ola.replies(card, long)
    assert "4000 characters" in ola.last.text
    (copy,) = there(talk)
    assert copy.endswith("…")
    assert copy.count("**") % 2 == 0, "no mark is cut in two"
    told = len(ola.sees)
    await ola.edits(message, f"{long}Og ring.", "grid", card.id)
    assert len(ola.sees) == told
    assert there(talk) == [copy]
