"""Conversations about consent: the author is asked first, and the saver hears what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.platforms import PermanentError
from handlers.chat.cards import Reply
from handlers.chat.events import Quoted, Sender, Submission
from handlers.chat.places import Place
from storage.library.solutions import CONSENT, DRAFT, PUBLISHED
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.library.solutions.conftest import button, has, stored, text
from tests.waiting import passes

FANS = "Vi satte vifter og varme på tidsur med ukesplan per hall."
FORM = {"title": "Vifter på tidsur", "problem": "Avtrekk gikk for fullt i helgene", "topic": "nett"}
LOBBY = Place("fake", "W1", "lobby")


async def saves_words_of(saver: Someone, author: Sender, **values: str) -> Reply:
    form = await saver.does("solutions.write", quoted=Quoted("m9", FANS, author, LOBBY))
    return await saver.submits(form, **(FORM | values))


@pytest.fixture
async def waiting(talk: Conversation, kari: Someone, ola: Someone) -> Reply:
    """Kari has saved what Ola wrote."""
    return await saves_words_of(kari, ola.sender)


async def test_nothing_is_shared_before_the_author_says_yes(
    talk: Conversation, kari: Someone, ola: Someone, waiting: Reply
) -> None:
    assert "Ola" in text(waiting)
    assert FANS in ola.last.text
    assert [one.do for one in ola.last.card.list_buttons()] == ["consent.yes", "consent.edit", "consent.no"]
    assert talk.room("grid") == []
    assert (await stored(talk)).state == CONSENT
    asked = ola.last
    shared = await ola.presses(button(asked, "consent.yes"), asked.id)
    assert "L-001" in text(shared)
    assert "Ola" in kari.last.text
    assert "agreed" in kari.last.text
    assert FANS in talk.room("grid")[0].text
    solution = await stored(talk)
    assert (solution.state, solution.author_id, solution.owner_id) == (PUBLISHED, ola.person_id, kari.person_id)
    assert solution.verified_by_id == ola.person_id
    assert asked.text == f"You said yes: L-001 is shared.\n{FORM['title']}"
    assert has(asked, "solutions.open")


@pytest.mark.parametrize(
    ("answer", "becomes"), [("consent.yes", "L-001 is shared."), ("consent.no", "L-001 is not shared.")]
)
async def test_what_the_saver_sees_no_longer_waits_once_the_author_has_answered(
    talk: Conversation, kari: Someone, ola: Someone, answer: str, becomes: str
) -> None:
    form = (await kari.does("solutions.write", quoted=Quoted("m9", FANS, ola.sender, LOBBY))).form
    assert form is not None
    here = Place("fake", "W1", f"D{kari.user}", user=kari.user)
    filled = {field.name: field.value for field in form.fields} | FORM
    saved = Submission(
        name=form.do,
        value=form.value,
        values=filled,
        id=talk.next_id(),
        sender=kari.sender,
        place=here,
        direct=True,
        reply_to=here,
    )
    await talk.happens(saved)
    waits = kari.last
    assert "L-001 needs approval" in waits.text
    await ola.presses(button(ola.last, answer))
    assert waits.text == becomes


async def test_a_second_yes_changes_nothing(talk: Conversation, kari: Someone, ola: Someone, waiting: Reply) -> None:
    yes = button(ola.last, "consent.yes")
    await ola.presses(yes)
    told = len(kari.sees)
    again = await ola.presses(yes)
    assert "no longer needs" in text(again)
    assert len(talk.room("grid")) == 1
    assert len(kari.sees) == told


async def test_the_author_edits_it_first(talk: Conversation, kari: Someone, ola: Someone, waiting: Reply) -> None:
    form = await ola.presses(button(ola.last, "consent.edit"))
    assert form.form is not None
    empty = await ola.submits(form, done="")
    assert set(empty.errors) == {"done"}
    await ola.submits(form, done=f"{FANS} Støv må fjernes først.")
    assert "Støv må fjernes først" in talk.room("grid")[0].text
    assert "agreed" in kari.last.text


async def test_a_no_removes_the_words_and_leaves_the_saver_a_draft(
    talk: Conversation, kari: Someone, ola: Someone, waiting: Reply
) -> None:
    assert ola.last.text.count("Visible to") == 1
    await ola.presses(button(ola.last, "consent.no"))
    assert ola.last.text == "You said no: your text is not shared, and it is removed."
    draft = await stored(talk)
    assert (draft.state, draft.done, draft.author_id) == (DRAFT, "", None)
    assert draft.title == FORM["title"]
    assert "said no" in kari.last.text
    assert talk.room("grid") == []
    form = await kari.presses(button(kari.last, "solutions.rewrite"))
    await kari.submits(form, done="Hallene fikk hver sin ukesplan for avtrekk.")
    assert (await stored(talk)).state == PUBLISHED


async def test_neither_the_title_nor_the_contact_keeps_what_the_author_did_not_agree_to(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    """Both are filled in from the message, and most people leave them."""
    form = await kari.does("solutions.write", quoted=Quoted("m9", FANS, ola.sender, LOBBY))
    waits = await kari.submits(form, problem=FORM["problem"], topic="nett", contact="Ola, Tenktnes")
    proposed = (await stored(talk)).title
    assert FANS.startswith(proposed)
    again = await kari.presses(button(waits, "solutions.rewrite"))
    assert again.form is not None
    shown = {field.name: field.value for field in again.form.fields}
    assert (shown["title"], shown["done"]) == ("", "")
    assert "Ola" not in shown["contact"]
    own = "Hallene fikk hver sin ukesplan for avtrekk."
    assert set((await kari.submits(again, title=proposed, done=own)).errors) == {"title"}
    await kari.submits(again, title="Avtrekk etter ukesplan", done=own)
    (card,) = talk.room("grid")
    assert "vifter" not in card.text
    assert "Ola" not in card.text


async def test_a_no_leaves_no_title_made_of_the_authors_words(talk: Conversation, kari: Someone, ola: Someone) -> None:
    form = await kari.does("solutions.write", quoted=Quoted("m9", FANS, ola.sender, LOBBY))
    await kari.submits(form, problem=FORM["problem"], topic="nett")
    await ola.presses(button(ola.last, "consent.no"))
    assert (await stored(talk)).title == FORM["problem"]
    assert "vifter" not in kari.last.text


async def test_only_the_author_can_answer(talk: Conversation, kari: Someone, siri: Someone, waiting: Reply) -> None:
    for someone in (kari, siri):
        for do in ("consent.yes", "consent.no", "consent.edit"):
            assert await someone.does(do, "1") == await someone.does(do, "999")
    assert (await stored(talk)).state == CONSENT


async def test_the_author_of_an_accepted_answer_is_asked(talk: Conversation, kari: Someone, ola: Someone) -> None:
    from tests.handlers.questions.test_asking import GRID

    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], FANS)
    await kari.does("answers.solved", "1")
    form = await kari.does("solutions.write", "question:1")
    assert form.form is not None
    assert "Ola" in form.form.note
    await kari.submits(form)
    assert (await stored(talk)).state == CONSENT
    assert FANS in ola.last.text
    asked = len(ola.sees)
    again = await kari.does("solutions.write", "question:1")
    assert "This question is saved already, as L-001. Its author has not answered yet." in text(again)
    assert (await kari.presses(button(again, "solutions.rewrite"))).form is not None
    await ola.presses(button(ola.last, "consent.yes"))
    again = await kari.does("solutions.write", "question:1")
    assert "This question is saved already, as L-001." in text(again)
    assert has(again, "solutions.open")
    assert (await kari.presses(button(again, "solutions.write_more"))).form is not None
    assert len(ola.sees) == asked


async def test_an_author_the_bot_never_met_is_asked_too(talk: Conversation, kari: Someone) -> None:
    stranger = Sender("fake", "W1", "nils", "Nils")
    reply = await saves_words_of(kari, stranger)
    assert "Nils" in text(reply)
    nils = Someone(talk, "nils")
    await nils.presses(button(nils.last, "consent.yes"))
    assert (await stored(talk)).state == PUBLISHED


async def test_an_author_without_an_account_leaves_a_draft_and_a_way_on(talk: Conversation, kari: Someone) -> None:
    from storage.directory.people import Person

    async with talk.database.begin() as store:
        gone = await store.people.add_person_with_account(Person(name="Nils", language="nb"))
    form = await kari.does("solutions.write")
    assert form.form is not None
    from msgspec.structs import replace

    reply = await kari.submits(Reply(form=replace(form.form, value=f"person:{gone.id}")), done=FANS, **FORM)
    assert "cannot be reached" in text(reply)
    assert (await stored(talk)).state == DRAFT
    own = await kari.presses(button(reply, "solutions.rewrite"))
    same = await kari.submits(own, done=FANS)
    assert set(same.errors) == {"done"}
    await kari.submits(own, done="Hallene fikk hver sin ukesplan for avtrekk.")
    solution = await stored(talk)
    assert (solution.state, solution.author_id) == (PUBLISHED, None)


async def test_a_message_that_never_arrives_gives_the_draft_back(talk: Conversation, kari: Someone) -> None:
    per = await talk.person("per", platform="other")
    talk.platforms["other"].fail.append(PermanentError("user_not_found", gone=True))
    await saves_words_of(kari, per.sender)
    assert (await stored(talk)).state == DRAFT
    assert "cannot be reached" in kari.last.text
    again = await kari.presses(button(kari.last, "consent.ask"))
    assert "Per" in text(again)
    assert FANS in per.last.text
    assert (await stored(talk)).state == CONSENT


async def test_the_saver_need_not_wait(talk: Conversation, kari: Someone, ola: Someone, waiting: Reply) -> None:
    form = await kari.presses(button(waiting, "solutions.rewrite"))
    await kari.submits(form, done="Hallene fikk hver sin ukesplan for avtrekk.")
    solution = await stored(talk)
    assert (solution.state, solution.park) == (PUBLISHED, "Eksempel"), "it is not told as Tenktnes's any more"
    assert not has(ola.last, "consent.yes")
    late = await ola.does("consent.yes", "1")
    assert late == await ola.does("consent.yes", "999")


async def test_an_author_is_asked_once_more_and_the_saver_is_told(
    talk: Conversation, kari: Someone, ola: Someone, waiting: Reply, clock: Clock
) -> None:
    """After five working days, each in their hours."""
    first, now = ola.last, clock()
    await passes(talk, clock, now + timedelta(days=5))
    assert ola.last == first
    await passes(talk, clock, now + timedelta(days=30))
    (again,) = [post for post in ola.sees if post.card.title == "May your text be shared?"]
    assert again != first, "the second asks the same, and stands alone"
    assert "has not answered yet" in kari.last.text
    await ola.presses(button(ola.last, "consent.yes"))
    assert (await stored(talk)).state == PUBLISHED


async def test_an_author_who_has_left_is_not_waited_for(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await talk.person("line", organisation="tenktnes", contact=True)
    await ola.submits(await ola.does("departures.leave", "2"))
    reply = await saves_words_of(kari, ola.sender)
    assert "Ola cannot be reached here" in text(reply)
    assert (await stored(talk)).state == DRAFT


async def test_who_waits_for_an_author_who_leaves_gets_the_draft_back(
    talk: Conversation, kari: Someone, ola: Someone, waiting: Reply
) -> None:
    await talk.person("line", organisation="tenktnes", contact=True)
    await ola.submits(await ola.does("departures.leave", "2"))
    assert "Ola cannot be reached here" in kari.last.text
    assert (await stored(talk)).state == DRAFT
    form = await kari.presses(button(kari.last, "solutions.rewrite"))
    await kari.submits(form, done="Hallene fikk hver sin ukesplan for avtrekk.")
    assert (await stored(talk)).state == PUBLISHED
