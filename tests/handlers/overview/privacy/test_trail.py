"""The trail: who did what to which record, for the secretariat, without a word of what was written."""

from __future__ import annotations

from storage.kit.database import Database
from tests.conversation import Conversation, Someone
from tests.handlers.overview.privacy.dumps import dump, hits
from tests.handlers.overview.privacy.test_erasing import NAME, active, answer, publish, text


async def trail(database: Database) -> list[tuple[str, str, str]]:
    async with database.read() as store:
        found = await store.audit_trail.list_newest_acts(100)
        return [(person.name if person else "", deed.action, deed.subject) for deed, person in reversed(found)]


async def test_what_people_do_is_noted_with_the_number_of_its_record_and_no_word(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, database: Database
) -> None:
    ids = await active(talk, kari, ola, sara)
    noted = await trail(database)
    assert (NAME, "questions.send", "") in noted
    assert ("Ola", "answers.solved", ids["solves"]) in noted
    assert not any(action in ("solutions.open", "find.more") for _, action, _ in noted)
    words = hits(await dump(database), "hydrogen", "nordhaugkabel", "utkobling")
    assert [line for line in words if line.startswith("trail.")] == []


async def test_what_was_refused_or_only_looked_at_is_not_noted(
    talk: Conversation, sara: Someone, ola: Someone, database: Database
) -> None:
    await ola.does("admin.show")
    await ola.does("admin.retry", "1")
    await ola.does("questions.write")
    await sara.commands("", name="admin")
    assert await trail(database) == []


async def test_an_answer_in_a_thread_is_noted_as_one_in_the_form_and_what_stays_there_is_not(
    talk: Conversation, kari: Someone, ola: Someone, database: Database
) -> None:
    id = await publish(kari, "Hvem har erfaring med nettilknytning for hydrogen?")
    card = talk.room("nett")[0]
    await ola.replies(card, "internal: Skal vi svare?")
    written = await ola.replies(card, "Ring dem i nettselskapet.")
    await ola.edits(written, "Ring dem i nettselskapet i dag.", "nett", card.id)
    await answer(ola, id, "Skriv til dem.")
    assert [deed for deed in await trail(database) if deed[0] == "Ola"] == [("Ola", "answers.write", id)] * 2


async def test_what_was_done_by_a_menu_is_noted_and_what_was_only_read_is_not(
    talk: Conversation, kari: Someone, database: Database
) -> None:
    id = await publish(kari, "Hvem har erfaring med nettilknytning for hydrogen?")
    before = await trail(database)
    for action, value in (
        ("deliveries.show", f"question:{id}"), ("issues.page", ""), ("issues.archive", ""),
        ("accounts.show", ""), ("departures.choose", ""), ("contacts.topic", "nett"),
    ):  # fmt: skip
        assert (await kari.does(action, value)).card is not None, action
    menu = await kari.does("questions.more", id)
    assert await trail(database) == before
    await kari.submits(menu, what="withdraw")
    assert await trail(database) == [*before, (NAME, "questions.more", id)]


async def test_the_secretariat_reads_it_and_nobody_else_does(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await active(talk, kari, ola, sara)
    for word in ("logg", "log"):
        assert f"{NAME}, Eksempel" in text(await sara.commands(word, name="admin"))
        assert "Only the secretariat" in text(await ola.commands(word, name="admin"))
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    shown = text(await sara.does("admin.trail"))
    assert "privacy.erase" in shown
    assert NAME not in shown


async def test_what_was_typed_is_noted_as_what_its_button_does_and_what_only_shows_something_is_not(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, database: Database
) -> None:
    shown = [("", "me"), ("", "topics"), ("nett", "who"), ("", "meeting"), ("", "issue"), ("", "consultation"),
             ("", "input"), ("stille", "me"), ("kabel", "find"), ("", "home"), ("mine data", "me")]  # fmt: skip
    for line, name in shown:
        await kari.commands(line, name=name)
    for line, name in (("stille 8", "admin"), ("import", "admin"), ("kilde", "consultation")):
        await sara.commands(line, name=name)
    assert await trail(database) == []
    lines = [
        ("følg nett ukentlig", "topics", "topics.follow"), ("slutt å følge nett", "topics", "topics.unfollow"),
        ("hjelp nett", "topics", "topics.help"), ("språk nynorsk", "me", "members.language"),
        ("pause til fredag", "me", "members.hours"), ("16-07", "quiet", "members.hours"),
        ("koble", "me", "accounts.link"), ("ny Vårtreff i Nordhaug", "meeting", "meetings.write"),
        ("Hvem har erfaring med nettilknytning for hydrogen?", "ask", "questions.send"),
    ]  # fmt: skip
    for line, name, _ in lines:
        await kari.commands(line, name=name)
    noted = await trail(database)
    assert [action for _, action, _ in noted] == [action for *_, action in lines]
    assert {who for who, *_ in noted} == {NAME}
    assert all(not subject or subject[0] in "d0123456789" for *_, subject in noted), "numbers, and no word of the line"
    await sara.commands("kilde https://example.org/feed", name="consultation")
    await sara.commands("import\nid;name;kind\nny;Ny park;park", name="admin")
    assert [action for _, action, _ in (await trail(database))[len(lines) :]] == ["consultations.watch", "admin.import"]
    await ola.commands("følg ukjent", name="topics")
    assert len(await trail(database)) == len(lines) + 2, "what was refused left nothing"
