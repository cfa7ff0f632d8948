"""My data: a file with all that is known of a person, behind a link that opens nothing else and soon nothing at all."""

from __future__ import annotations

import json

from handlers.chat.turn import Arena
from handlers.overview.privacy import organisation_withdrawal, personal_data_export
from storage.data_classification.inventory import AUTHOR, OWN, list_classified_columns, map_classified_tables
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.directory.test_departures import possessions
from tests.handlers.overview.privacy.test_erasing import NAME, active, answer, publish, text


async def link(who: Someone) -> str:
    reply = await who.commands("data", name="data")
    assert reply.card is not None
    (button,) = reply.card.list_buttons()
    assert button.url.startswith("https://arena.test/data/")
    return button.url.rpartition("/")[2]


async def opened(talk: Conversation, token: str) -> str | None:
    async with talk.database.read() as store:
        return await personal_data_export.export_personal_data(store, talk.arena, token)


async def test_the_file_holds_every_row_that_is_the_persons_own_and_no_secret(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await active(talk, kari, ola, sara)
    file = await opened(talk, await link(kari))
    assert file is not None
    data = json.loads(file)["data"]
    assert data["people"][0]["name"] == NAME
    assert data["accounts"][0]["user"] == "U0KARI7788"
    assert [row["title"] for row in data["solutions"]] == ["Felles utkobling"]
    assert {"answers", "questions", "feeds", "deliveries"} <= set(data)
    assert "token_hash" not in data["feeds"][0]
    assert "Hvordan koordinerer dere" not in json.dumps(data["questions"]), "what others wrote is theirs"
    async with talk.database.read() as store:
        for table in map_classified_tables():
            if list_classified_columns(table, OWN, AUTHOR) and table in data:
                who = list_classified_columns(table, OWN, AUTHOR)
                assert any(row.get(column) == kari.person_id for row in data[table] for column in who), table
        assert await store.personal_data.export_rows_of_person(await store.people.load_person(ola.person_id)) != data


async def test_the_link_opens_for_an_hour_and_for_nothing_else(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    token = await link(kari)
    assert await opened(talk, token) is not None
    assert await opened(talk, token.replace(str(kari.person_id), "1", 1)) is None
    async with talk.database.read() as store:
        assert await organisation_withdrawal.export_organisation_data(store, talk.arena, token) is None
    clock.forward(hours=2)
    assert await opened(talk, token) is None


async def test_who_is_erased_has_no_file(talk: Conversation, sara: Someone, kari: Someone) -> None:
    token = await link(kari)
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    assert await opened(talk, token) is None


async def test_the_words_of_the_profile_lead_there_too(talk: Conversation, kari: Someone) -> None:
    assert "Your data" in text(await kari.commands("mine data", name="me"))
    assert "Delete everything stored about you?" in text(await kari.commands("slett meg", name="me"))
    await kari.says("mine data")
    assert "Your data" in kari.last.text


async def test_no_file_is_promised_where_no_link_can_be_made(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await active(talk, kari, ola, sara)
    talk.dispatcher.arena = Arena()
    offered = await sara.submits(await sara.does("privacy.house"), organisation=("eksempel",))
    assert "No link can be made here. Ask whoever runs the bot" in text(offered)
    assert "First, download" not in text(offered)


async def test_an_organisation_takes_its_data_and_leaves(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, database: Database
) -> None:
    await active(talk, kari, ola, sara)
    offered = await sara.submits(await sara.does("privacy.house"), organisation=("eksempel",))
    assert offered.card is not None
    url = next(button.url for button in offered.card.list_buttons() if button.url)
    async with database.read() as store:
        file = await organisation_withdrawal.export_organisation_data(store, talk.arena, url.rpartition("/")[2])
    assert file is not None
    data = json.loads(file)["data"]
    assert {"organisations", "people", "questions", "answers", "solutions"} <= set(data)
    assert all(row["id"] != ola.person_id for row in data["people"])

    form = await sara.clicks(offered, "Remove it")
    await sara.submits(form, what="withdraw")
    assert "Felles utkobling" not in "\n".join(post.text for post in talk.room("nett"))
    assert "You have left the network" in text(await kari.commands("hva?"))
    async with database.read() as store:
        assert (await store.people.load_person(kari.person_id)).guest


async def test_what_an_organisation_leaves_to_the_network_names_nobody(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    ids = await active(talk, kari, ola, sara)
    async with talk.database.read() as store:
        (solution,) = await store.solutions.list_published_solutions()
    form = await kari.does("solutions.edit", str(solution.id))
    await kari.submits(form, title="Felles utkobling, hver måned")
    opens = (("solutions.open", str(solution.id)), ("questions.show", ids["answered"]))
    for one in opens:
        assert NAME in repr((await ola.does(*one)).card)
    await sara.submits(await sara.does("privacy.house_leaves", "1"), what="leave")
    shown = [repr((await ola.does(*one)).card) for one in opens]
    assert "Felles utkobling, hver måned" in shown[0]
    assert "A member asks anonymously" in shown[1]
    assert NAME not in "".join(shown).replace(f"Det har vi, {NAME}.", "")


async def test_what_its_people_wrote_names_none_of_them_when_it_is_left_without_names(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    lars = await talk.person("lars", organisation="eksempel")
    await publish(ola, "Hvordan koordinerer dere nettkø i parken?")
    await answer(lars, "1", f"Ring {NAME}, hun vet hvordan vi gjør det.")
    await answer(ola, "1", f"Takk, {NAME} vet mye.")
    await publish(lars, f"Hvem hjelper {NAME} med nettkø i parken?")
    await sara.submits(await sara.does("privacy.house_leaves", "1"), what="leave")
    told = "".join(post.text for post in (*talk.room("nett"), *talk.room("nett2", "other"), *ola.sees))
    assert "Ring Tidligere medlem, hun vet" in told
    assert f"Takk, {NAME} vet mye." in told, "what others wrote is theirs"
    assert f"Ring {NAME}" not in told
    assert "Lars" not in told, "nor does what stands below it"
    assert "Former member" in told
    async with talk.database.read() as store:
        asked = await store.questions.find_question_by_number(2)
        assert asked is not None
        assert "hjelper Tidligere medlem" in asked.text


async def test_everybody_hears_that_their_organisation_has_left_and_who_takes_over(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat")
    line = await talk.person("line", organisation="eksempel", contact=True)
    kari = await talk.person("kari", organisation="eksempel", leads="nett")
    ny = await talk.person("ny")
    await ny.submits(await ny.does("members.where"), organisation="1")
    async with talk.database.begin() as store:
        await possessions(store, kari.person_id)
    await sara.submits(await sara.does("privacy.house_leaves", "1"), what="withdraw")
    for one in (line, kari):
        assert "You no longer belong to Eksempel in the network. If that is a mistake, ask Sara." in one.last.text
    assert "could not confirm that you belong to Eksempel" in ny.last.text
    (told,) = sara.sees
    assert "You are now responsible for 4 things" in told.text
    async with talk.database.read() as store:
        assert await store.memberships.list_unconfirmed_memberships([1]) == []


async def test_an_organisation_with_all_of_the_secretariat_does_not_leave(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="forening")
    refused = await sara.submits(await sara.does("privacy.house_leaves", "1"), what="withdraw")
    assert "The secretariat needs at least one member. Add another person first." in text(refused)
    async with talk.database.read() as store:
        assert [person.id for person in await store.people.list_secretariat()] == [sara.person_id]
    await talk.person("siri", role="secretariat")
    assert "has left the network" in text(
        await sara.submits(await sara.does("privacy.house_leaves", "1"), what="withdraw")
    )


async def test_the_questions_of_an_organisation_that_leaves_are_withdrawn_as_by_their_askers(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    await kari.says("Nettselskapet svarer ikke om tilknytning av 18 MW, hva er neste steg i kapasitetskøen?", "lobby")
    await answer(ola, "1", "Det har vi.")
    same = await publish(ola, "Hvem har erfaring med nettilknytning for hydrogen?")
    await ola.does("questions.join", f"{same}:1")
    reactions = talk.platforms["fake"].reactions
    assert list(reactions.values()) == [{"👀"}]
    await sara.submits(await sara.does("privacy.house_leaves", "1"), what="withdraw")
    assert any("Question 1, which you answered, was withdrawn" in post.text for post in ola.sees)
    assert list(reactions.values()) == [set()]
    async with talk.database.read() as store:
        question = await store.questions.find(int(same))
        assert question is not None
        assert question.duplicate_of_id is None, "it waits for answers of its own"
