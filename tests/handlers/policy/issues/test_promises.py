"""What the arena was announced with, phrase by phrase, as far as it is about what members raise together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.chat.arena_modes import MODES
from handlers.chat.cards import Reply
from handlers.chat.record_kinds import list_searched_kinds
from handlers.overview.privacy import personal_data_export
from storage.directory.organisations import DEPUTY
from storage.policy.issues import FIELDS
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import meets
from tests.policy import WORDS, passes, published, raises, said


async def speaks(talk: Conversation, who: Someone, language: str) -> None:
    async with talk.database.begin() as store:
        (await store.people.load_person(who.person_id)).language = language


async def works(sara: Someone, **values: str) -> Reply:
    return await sara.submits(await sara.does("issues.work", "1"), **values)


async def test_policy_and_practical_cooperation_are_two_modes_and_lists_are_narrowed_to_one(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """«næringspolitisk samarbeidsarena»"""
    assert {found.mode for found in list_searched_kinds().values()} == set(MODES), "each kind has one of them"
    await published(kari, sara)
    form = await kari.does("solutions.write")
    await kari.submits(form, title="Grid connection shared", problem="Long queue", done="One cable", topic="nett")
    near = await ola.commands("Who has shared a grid connection with a neighbour before?")
    await ola.clicks(near, "Ask anyway")

    async def found(words: str) -> set[str]:
        text = said(await ola.commands(words, name="find"))
        return {name for name in ("S-1", "L-001", "Question 1") if name in text}

    assert await found("grid connection") == {"S-1", "L-001", "Question 1"}
    for policy in ("mode:policy", "modus:politikk", "modus:saker"):
        assert await found(f"grid connection {policy}") == {"S-1"}, policy
    for practical in ("mode:practical", "modus:praktisk"):
        assert await found(f"grid connection {practical}") == {"L-001", "Question 1"}, practical
    told = said(await ola.commands("grid connection mode:war", name="find"))
    assert "I do not know the mode “war”. Choose from policy and practical." in told
    form = await ola.clicks(await ola.commands("grid connection", name="find"), "Filter")
    told = said(await ola.submits(form, mode="policy"))
    assert "Only: Policy." in told
    assert "S-1" in told
    assert "L-001" not in told


async def test_parks_and_clusters_are_two_kinds_and_counted_so_wherever_support_is_told(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    """«for industriklynger og industriparker»"""
    await published(kari, sara)
    houses = [await talk.person(f"p{n}", organisation=f"park{n}", contact=True) for n in range(6)]
    houses += [await talk.person(f"k{n}", organisation=f"klynge{n}", contact=True) for n in range(2)]
    async with talk.database.begin() as store:
        for n in range(2):
            house = await store.organisations.find_organisation_by_code(f"klynge{n}")
            assert house is not None
            house.kind = "cluster"
            await store.organisations.appoint_representative(house.id, houses[n].person_id, DEPUTY)
    for who in houses[2:]:
        await who.does("issues.support", "1")
    for who in houses[:2]:  # who acts for a park and for a cluster says for which
        await who.clicks(await who.does("issues.support", "1"), f"Park{who.user[1:]}")
    await speaks(talk, kari, "nb")
    whole, listed = said(await kari.does("issues.open", "1")), said(await kari.commands("", "issue"))
    assert "7 parker og 2 klynger støtter" in whole
    assert "7 parker og 2 klynger støtter" in listed
    assert "7 parks and 2 clusters support" in talk.room("grid")[0].text
    assert "7 parker og 2 klynger støtter" in said(await kari.does("issues.text", "1"))
    await speaks(talk, kari, "nn")
    assert "7 parkar og 2 klynger støttar" in said(await kari.commands("", "issue"))
    await works(sara, state="decided", outcome="Six months.")
    assert "7 parkar og 2 klynger støttar" in said(await kari.commands("arkiv", "issue"))


async def test_what_one_wants_to_discuss_is_a_thread_in_the_room_of_its_topic_and_is_found_again(
    talk: Conversation, kari: Someone, ola: Someone, clock: Clock
) -> None:
    """«Hensikten … er å diskutere»"""
    await kari.commands("Should the parks ask the grid company for a common connection?")
    (card,) = talk.room("grid")
    assert any(button.url == f"https://chat.test/{card.id}" for button in kari.last.card.list_buttons()), "a way to it"
    await ola.replies(talk.room("grid")[0], "We did, and it took a year.")
    assert "We did, and it took a year." in kari.last.text
    clock.forward(seconds=59)
    assert "Question 1" in said(await ola.commands("common connection from the grid company", name="find"))


async def test_an_issue_has_a_history_from_proposed_to_its_outcome_and_its_raiser_hears_of_each_change(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    """«og løfte næringspolitiske saker»"""
    await published(kari, sara)
    whole = said(await kari.does("issues.open", "1"))
    for name in ("title", "problem", "affected", "wanted", "addressee", "deadline"):
        assert str(WORDS[name]) in whole
    states = {"assessed": "Under review", "working": "In progress", "sent": "Sent", "decided": "Decision made"}
    for state, name in states.items():
        await works(sara, state=state, outcome="Six months." if state == "decided" else "")
        await passes(talk, clock, days=1)
        assert name in kari.last.text
    history = said(await kari.does("issues.history", "1"))
    places = [history.index(name) for name in ("Decision made – Six months.", "Sent", "In progress", "Under review")]
    assert places == sorted(places)
    assert "Proposed" in history


async def test_an_issue_is_shared_by_organisations_each_once_by_name_and_its_word_can_be_taken_back(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """«som er felles for»"""
    await published(ola, sara)
    tor = await talk.person("tor", organisation="eksempel", contact=True)
    await kari.does("issues.support", "1")
    assert "Eksempel has already said that, through Kari." in said(await tor.does("issues.support", "1"))
    whole = said(await tor.does("issues.open", "1"))
    assert "2 parks support" in whole
    assert "• Dømeøyra: Supports" in whole
    assert "• Eksempel: Supports" in whole
    assert "Kari" not in "".join(line for line in whole.splitlines() if line.startswith("•"))
    await tor.does("issues.unsupport", "1")
    assert "1 park supports" in said(await tor.does("issues.open", "1"))


async def test_only_members_see_what_is_raised_and_who_leaves_sees_nothing_and_may_still_take_their_data_out(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """«som er medlem i Norsk Industri»"""
    talk.arena = replace(talk.arena, base_url="https://arena.test")
    talk.dispatcher.arena = talk.courier.arena = talk.arena
    await published(kari, sara)
    guest = await talk.person("gast", role="guest")
    assert "S-1" not in said(await guest.commands("", "issue"))
    assert "Ola" in said(await sara.commands("dømeøyra", name="who"))
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("dømeøyra")
        assert house is not None
    await ola.submits(await ola.does("departures.leave", str(house.id)))
    for name in ("issue", "find", "meeting", "ask"):
        assert "You have left the network." in said(await ola.commands("S-1", name))
    for do in ("issues.open", "issues.support", "issues.file"):
        assert "You have left the network." in said(await ola.does(do, "1"))
    assert "Ola" not in said(await sara.commands("dømeøyra", name="who")), "nor is in the list of who is in"
    reply = await ola.commands("", name="data")
    (button,) = reply.card.list_buttons() if reply.card else ()
    async with talk.database.read() as store:
        data = await personal_data_export.export_personal_data(store, talk.arena, button.url.rpartition("/")[2])
    assert data is not None
    assert '"name": "Ola"' in data


async def test_what_the_association_does_with_an_issue_is_told_or_it_is_flagged_after_sixty_days(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    """«et viktig næringspolitisk område vi jobber mye med»"""
    await published(kari, sara)
    await passes(talk, clock, days=59)
    assert "no news since" not in said(await kari.commands("", "issue"))
    await passes(talk, clock, days=2)
    assert "⚠️ no news since 1 March 2027" in said(await kari.commands("", "issue"))
    assert "⚠️ no news since 1 March 2027" in talk.room("grid")[0].text
    await passes(talk, clock, days=4)
    asked = next(post for post in sara.sees if "have heard nothing for 60 days" in post.text)
    await works(sara, text="We met the ministry.")
    assert "no news since" not in said(await kari.commands("", "issue"))
    assert "We met the ministry." in said(await kari.does("issues.open", "1"))
    assert "have heard nothing" not in asked.text, "who was asked need not write any more"
    assert "Work on it" not in asked.labels


async def test_how_many_follow_a_topic_and_an_issue_is_seen(
    talk: Conversation, sara: Someone, kari: Someone, nils: Someone, ola: Someone, eva: Someone, clock: Clock
) -> None:
    """«Mange er også opptatt av rammebetingelser for CCS»"""
    await talk.carries("co2", "ccs")
    await published(kari, sara, topics=("ccs",))
    (card,) = talk.room("co2")
    assert "follow it" not in card.text
    for who in (nils, ola, eva):
        await who.commands("følg ccs", name="topics")
    assert "3 people follow it" in said(await nils.does("topics.page"))
    assert "You follow S-1" in said(await nils.clicks(await nils.does("issues.open", "1"), "Follow"))
    for _ in range(2):
        await eva.does("issues.follow", "1")
    assert "2 people follow it" in card.text
    assert "2 people follow it" in said(await ola.commands("", "issue"))
    heard = {who.user: len(who.sees) for who in (kari, nils, ola, eva)}
    await works(sara, text="We met the ministry.")
    await passes(talk, clock, minutes=5)
    assert {who.user: len(who.sees) - heard[who.user] for who in (kari, nils, ola, eva)} == {
        "kari": 1, "nils": 1, "ola": 0, "eva": 1,
    }, "who follows it hears, and nobody else"  # fmt: skip
    await nils.clicks(nils.last, "Stop following")
    assert "1 person follows it" in card.text
    await works(sara, text="They answered.")
    await passes(talk, clock, days=1)
    assert "They answered." not in nils.last.text
    assert "They answered." in eva.last.text


@pytest.mark.parametrize(
    "text",
    [
        "Hvem har erfaring med elektrolysører for hydrogenproduksjon i industripark?",
        "Kven har rekna på lagring av ammoniakk og hydrogen ved kai?",
        "Who has experience with an electrolyser for green hydrogen?",
    ],
)
async def test_what_is_asked_about_hydrogen_goes_where_it_belongs(talk: Conversation, kari: Someone, text: str) -> None:
    """«og hydrogenproduksjon»"""
    await talk.carries("h2", "hydrogen")
    await kari.commands(text)
    assert [text in post.text for post in talk.room("h2")] == [True]
    assert talk.room("grid") == talk.room("power", "other") == []


async def test_four_fields_are_there_from_the_first_day_and_one_without_an_issue_is_a_gap_that_shows(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    """«klima, energi, nett og sirkulærøkonomi … de sakene vi vil løfte»"""
    async with talk.database.read() as store:
        topics = [await store.topics.find_topic_by_slug(slug) for slug in FIELDS]
    names = [topic.get_name("en") for topic in topics if topic is not None]
    assert len(names) == len(FIELDS) == 4
    empty = said(await kari.commands("", "issue"))
    assert all(name in empty.partition("No open issue about: ")[2] for name in names)
    form = await kari.commands("ny", "issue")
    fields = next(field for field in form.form.fields if field.name == "topics")  # type: ignore[union-attr]
    assert tuple(value for value, _ in fields.options[:4]) == FIELDS, "they come first"
    assert "Choose at least one topic." in (await raises(kari, topics=())).errors["topics"]
    await published(kari, sara, topics=("nett",))
    listed = said(await kari.commands("", "issue"))
    gaps = listed.partition("No open issue about: ")[2].splitlines()[0]
    assert [name for name in names if name in gaps] == [names[0], names[1], names[3]]
    assert listed.index("No open issue about: ") < listed.index("S-1"), "no loose end below the list"
    assert "S-1" in said(await kari.commands("nett", "issue"))
    assert "S-1" not in said(await kari.commands("klima", "issue"))


async def test_an_issue_and_the_item_of_an_agenda_lead_to_each_other_and_the_decision_is_written_back(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    """«i vår nye arena»"""
    await published(kari, sara)
    meeting = str(await meets(talk.database, sara.person_id))
    await kari.submits(await kari.clicks(await kari.does("issues.open", "1"), "Put on the agenda"), kind="V")
    await sara.does("agenda.accept", "1")
    assert "On the agenda of Arena meeting 2/27, 16 March 2027: Item 1/27." in said(await ola.does("issues.open", "1"))
    agenda = await ola.does("agenda.show", meeting)
    assert "S-1 Faster grid connection" in said(await ola.clicks(agenda, "Show S-1"))
    clock.forward(days=15, hours=6)
    await sara.submits(await sara.does("minutes.write", "1"), decision="We write to the ministry.")
    await sara.submits(await sara.does("minutes.attendance", meeting), people=(str(sara.person_id),))
    await sara.does("minutes.send", meeting)
    await sara.does("minutes.close", meeting)
    assert "We write to the ministry." in said(await ola.does("issues.open", "1"))
    assert "Discussed at a meeting (Item 1/27) – We write" in said(await ola.does("issues.history", "1"))
    assert "We write to the ministry." in said(await ola.does("issues.text", "1"))
