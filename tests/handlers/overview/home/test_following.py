"""What one follows stands at home with a way to it; how much there is of anything is told only where it is known."""

from __future__ import annotations

from handlers.chat.cards import Card, Item
from storage.questions.questions import DRAFT, OPEN, WITHDRAWN, Question
from tests.consultations import opened
from tests.conversation import Conversation, Someone
from tests.handlers.overview.home.test_sections import entry, home, labels
from tests.parks import kari, nils, ola, sara
from tests.policy import published

__all__ = ["kari", "nils", "ola", "sara"]


def titles(card: Card) -> list[str]:
    return [part.title for part in card.parts if isinstance(part, Item)]


async def test_an_issue_that_one_follows_is_opened_from_home_until_one_stops(
    talk: Conversation, kari: Someone, nils: Someone, ola: Someone, sara: Someone
) -> None:
    id = str(await published(kari, sara, title="A deadline for the grid"))
    assert "You follow" not in (await home(nils)).fallback, "nothing is said where there is nothing"
    await nils.does("issues.follow", id)
    page = await home(nils)
    assert "You follow" in page.fallback
    assert labels(entry(page, "S-1 A deadline for the grid")) == ["Show", "Stop following"]
    assert "S-1" in (await nils.clicks(await nils.commands("", "home"), "Show")).card.fallback
    assert entry(await home(ola), "S-1") is None
    await nils.does("issues.unfollow", id)
    assert "You follow" not in (await home(nils)).fallback


async def test_what_is_out_of_reach_or_closed_or_is_ones_own_work_is_not_there(
    talk: Conversation, kari: Someone, ola: Someone, sara: Someone
) -> None:
    id = await published(kari, sara, title="A deadline for the grid")
    await ola.does("issues.follow", str(id))
    assert entry(await home(ola), "S-1") is not None
    async with talk.database.begin() as store:
        issue, house = await store.issues.lock(id), await store.organisations.find_organisation_by_code("eksempel")
        assert issue is not None
        assert house is not None
        issue.reach_id = (await store.audiences.ensure_audience("own", [house.id])).id
    assert entry(await home(ola), "S-1") is None
    async with talk.database.begin() as store:
        issue = await store.issues.lock(id)
        assert issue is not None
        issue.reach_id, issue.owner_id = None, ola.person_id
    assert titles(await home(ola)).count("S-1 A deadline for the grid") == 1, "it stands where they look after it"


async def test_a_consultation_that_concerns_ones_organisation_is_there_for_all_who_act_in_its_name(
    talk: Conversation, kari: Someone, nils: Someone, ola: Someone, sara: Someone
) -> None:
    id = await opened(sara)
    await kari.does("consultations.affected", id)
    for who in (kari, nils):
        assert labels(entry(await home(who), "H-1")) == ["Show"]
    assert "You follow" not in (await home(ola)).fallback
    assert "You follow" not in (await home(await talk.person("gerd", role="guest"))).fallback


async def test_ones_questions_are_all_counted_and_all_shown(talk: Conversation, kari: Someone) -> None:
    async with talk.database.begin() as store:
        for n in range(70):
            state = {0: DRAFT, 1: WITHDRAWN}.get(n, OPEN)
            text = f"Question number {n}"
            row = Question(asker_id=kari.person_id, text=text, language="en", state=state, origin={}, suggested=[],
                           guess=[])  # fmt: skip
            await store.questions.add(row)
    page = await home(kari)
    shown = sum(title.startswith("Question number") for title in titles(page))
    (rest,) = [button for button in page.list_buttons() if button.do == "home.rest"]
    assert rest.label == f"and {68 - shown} more"
    reply = await kari.does("home.rest", "questions:66")
    assert reply.card is not None
    assert titles(reply.card) == ["Question number 3", "Question number 2"]
