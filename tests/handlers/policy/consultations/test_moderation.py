"""A comment on a draft is reported to the secretariat alone; hidden it is gone everywhere, and it comes back."""

from __future__ import annotations

import pytest

from bot.platforms.button_folding import fold_card_buttons
from handlers.chat.cards import Buttons, Reply
from tests.conftest import Clock
from tests.consultations import drafted, opened, said
from tests.conversation import Conversation, Someone

ROUGH, KIND = "Oslo kan ikke regne.", "Ta med effektleddet."


@pytest.fixture
async def commented(sara: Someone, kari: Someone, ola: Someone, clock: Clock) -> None:
    """Kari writes the answer, as she is told; a day later Ola says two things of her draft."""
    await opened(sara)
    form = await sara.does("consultations.edit", "1")
    await sara.submits(form, owner=(str(kari.person_id),))
    clock.forward(days=1)
    await drafted(kari)
    for text in (ROUGH, KIND):
        await ola.submits(await ola.does("consultations.comment", "1"), text=text)


async def shown(who: Someone) -> str:
    card, history = await who.does("consultations.open", "1"), await who.does("consultations.history", "1")
    return "\n".join(reply.card.fallback for reply in (card, history) if reply.card is not None)


async def reports(who: Someone, comment: int) -> Reply:
    form = await who.does("moderation.more", f"comment:{comment}")
    return await who.submits(form, why="It is rude")


async def ids(talk: Conversation) -> dict[str, int]:
    async with talk.database.read() as store:
        return {note.text: note.id for note in await store.consultation_responses.list_consultation_log(1, "comment")}


async def test_a_comment_is_reported_from_the_card_and_any_other_can_be_pointed_to(
    talk: Conversation, sara: Someone, nils: Someone, commented: None
) -> None:
    opened = await nils.does("consultations.open", "1")
    assert opened.card is not None
    rows = [part for part in fold_card_buttons(opened.card).parts if isinstance(part, Buttons)]
    assert "Report" not in [button.label for part in rows for button in part.row]
    assert "Report" in [button.label for part in rows for button in part.more], "it stands behind ⋯"
    form = await nils.clicks(opened, "Report")
    assert form.form is not None
    assert form.form.title == "Report"
    found = await ids(talk)
    assert "Nobody else sees" in said(await nils.submits(form, about=f"comment:{found[ROUGH]}", why="It is rude"))
    assert "A comment on H-1 is reported" in sara.last.text
    assert ROUGH in sara.last.text
    assert KIND not in sara.last.text
    assert "A comment on H-1 is reported" in said(await sara.commands("", "home"))
    await sara.clicks(sara.last, "Keep it")
    assert "a comment on H-1, which you reported. It stays as it is." in nils.last.text


async def test_what_is_hidden_is_gone_everywhere_and_its_author_is_told_and_may_object(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, nils: Someone, commented: None
) -> None:
    await talk.settle()
    found = await ids(talk)
    await reports(nils, found[ROUGH])
    assert any(ROUGH in post.text for post in kari.sees), "whoever writes the answer was told of it"
    await sara.submits(await sara.clicks(sara.last, "Hide"), ground="tone")
    for who in (kari, ola, nils, sara):
        assert ROUGH not in await shown(who)
        assert KIND in await shown(who)
        assert "1 comment" in await shown(who)
    assert not any(ROUGH in post.text for post in kari.sees)
    assert "It is hidden now." in nils.last.text
    assert "it may hurt somebody" in ola.last.text
    gone = await nils.does("moderation.more", f"comment:{found[ROUGH]}")
    assert said(gone) == said(await nils.does("moderation.more", "comment:999999"))
    await ola.submits(await ola.clicks(ola.last, "I disagree"), why="It was meant kindly")
    assert "The author wants a comment on H-1 back" in sara.last.text
    await sara.clicks(sara.last, "Restore")
    assert ROUGH in await shown(nils)
    assert any(ROUGH in post.text for post in kari.sees)
    assert "A comment on H-1 has been restored" in ola.last.text


async def test_the_secretariat_hides_without_a_report_and_one_that_is_taken_back_cannot_come_back(
    talk: Conversation, sara: Someone, ola: Someone, commented: None
) -> None:
    found = await ids(talk)
    form = await sara.does("moderation.more", f"comment:{found[KIND]}")
    form = await sara.submits(form, what="hide", about=f"comment:{found[ROUGH]}")
    assert "A comment on H-1 is hidden" in said(await sara.submits(form, ground="tone"))
    assert ROUGH not in await shown(ola)
    await ola.does("consultations.uncomment", str(found[ROUGH]))
    assert "cannot find" in said(await sara.does("moderation.restore", f"comment:{found[ROUGH]}"))
    assert "Hidden by Sara" in said(await sara.does("moderation.trail"))
    guest = await talk.person("gerd", role="guest")
    assert "cannot find that comment" in said(await guest.does("moderation.more", f"comment:{found[KIND]}"))
