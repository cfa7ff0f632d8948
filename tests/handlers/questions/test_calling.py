"""Whom a question calls when a lead of its topic asks it."""

from __future__ import annotations

from handlers.chat.cards import Mentions
from tests.conversation import Conversation, Someone
from tests.handlers.questions.conftest import asks_about, deputise

OWN = "You lead the topic yourself"


def called(talk: Conversation) -> list[Mentions]:
    return [part for part in talk.room("grid")[0].card.parts if isinstance(part, Mentions)]


async def test_a_lead_who_asks_in_their_own_topic_calls_the_deputy(talk: Conversation, lead: Someone) -> None:
    dina, sara = await talk.person("dina", organisation="eksempel"), await talk.person("sara", role="secretariat")
    await deputise(talk, dina)
    await asks_about(lead)
    assert called(talk) == [Mentions((("dina", "Dina"),), "Topic lead:")]
    assert f"{OWN}, so I have told Dina." in lead.last.text
    assert sara.sees == []


async def test_a_lead_who_is_alone_with_the_topic_calls_the_secretariat(talk: Conversation, lead: Someone) -> None:
    await talk.person("sara", role="secretariat")
    far = await talk.person("siri", role="secretariat", platform="other")
    await asks_about(lead)
    assert called(talk) == [Mentions((("sara", "Sara"),), "Secretariat:")]
    assert f"{OWN}, so I have told Sara and Siri." in lead.last.text
    assert "New question" in far.last.card.title


async def test_a_lead_is_told_of_nobody_where_there_is_nobody(talk: Conversation, lead: Someone) -> None:
    await asks_about(lead)
    assert called(talk) == []
    assert "told" not in lead.last.text
