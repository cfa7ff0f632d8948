"""How much home holds: filled to the brim it is drawn whole on every platform, with a way to all that is left out."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack import blocks
from bot.platforms.teams import cards as teams
from handlers.chat.cards import Button, Card, Item
from handlers.chat.say import LANGUAGES, Say
from handlers.overview.home.sections import allot_section_entries
from storage.directory.rooms import LOST, Room
from storage.kit.database import Store
from storage.library.solutions import Solution
from storage.meetings.meetings import PROPOSED
from storage.policy.issues import DRAFT, WORKING, Issue
from storage.questions.questions import OPEN, Question
from tests.conversation import Conversation, Someone
from tests.meetings import add_meeting

#: as long as a title may be
LONG = "Tilknytning av økt effekt i ærverdige næringsparker på øyene – hvem betaler, og når? "
TITLE = (LONG * 3)[:200]


async def overflows(talk: Conversation, sara: Someone) -> None:
    """More of everything than a page shows, each as long as it may be."""
    for n in range(3):
        await talk.carries(f"grid{n}", "nett", platform="fake")
    async with talk.database.begin() as store:
        topic, other = await store.topics.find_topic_by_slug("nett"), await store.topics.find_topic_by_slug("energi")
        house = await store.organisations.find_organisation_by_code("eksempel")
        assert topic is not None
        assert other is not None
        assert house is not None
        house.name = TITLE
        me: dict[str, Any] = {"organisation_id": house.id, "language": "nb"}
        for n in range(12):
            text = f"{n} {LONG * 10}"
            mine = {"asker_id": sara.person_id, "topic_id": topic.id, "second_topic_id": other.id}
            await store.questions.add(Question(text=text, state=OPEN, origin={}, suggested=[], guess={}, **mine, **me))
            await _solution(store, sara, topic.id, text)
            await _issue(store, sara, WORKING, me)
            await _issue(store, sara, DRAFT, me)
            followed = await _issue(store, sara, WORKING, me)
            followed.owner_id = None
            await store.issue_followers.follow_issue(followed.id, sara.person_id)
            await store.rooms.add(
                Room(platform="fake", workspace="W1", channel=f"L{n}", name=TITLE, state=LOST,
                     lost_why="removed", language="nb", organisation_id=house.id)
            )  # fmt: skip
            for state in ("planned", PROPOSED):
                await add_meeting(
                    store, sara.person_id, title=TITLE, starts="2027-03-16T10:00", minutes=300, state=state
                )
    for n in range(8):
        newcomer = await talk.person(f"newcomer{n}")
        form = await newcomer.does("members.where")
        await newcomer.submits(form, organisation=form.form.fields[0].options[0][0])


async def _solution(store: Store, sara: Someone, topic_id: int, text: str) -> None:
    words = {"title": TITLE, "problem": text, "done": text, "language": "nb"}
    day = date(2027, 1, 10)
    await store.solutions.add(Solution(code="", owner_id=sara.person_id, verify_by=day, topic_id=topic_id, **words))


async def _issue(store: Store, sara: Someone, state: str, me: dict[str, Any]) -> Issue:
    words = {"title": TITLE, "problem": LONG, "wanted": LONG, "why": LONG * 3, "addressee_kind": "ministry"}
    who = {"raised_by_id": sara.person_id, "owner_id": sara.person_id, "deadline": date(2027, 6, 1)}
    return await store.issues.add(Issue(state=state, **words, **who, **me))


def whole(card: Card, language: str) -> None:
    """Nothing of it is cut off on either platform: every button is there, and the sizes are within the limits."""
    say, count = Say(language, ZoneInfo("Europe/Oslo")), len(list(card.list_buttons()))
    drawn = blocks.draw_slack_blocks(card, say)
    assert len(drawn) <= blocks.MESSAGE
    assert blocks.measure_blocks(drawn) <= blocks.MOST_COUNTED
    elements = [element for block in drawn if block["type"] == "actions" for element in block["elements"]]
    assert sum(len(element.get("options", [element])) for element in elements) == count
    adaptive = teams.draw_adaptive_card(card, teams.CardStyle(lambda do: do.endswith("where")))
    assert teams.measure_card_bytes(adaptive) <= teams.LARGEST
    assert _actions(adaptive) == count


def _actions(node: object) -> int:
    if isinstance(node, list):
        return sum(map(_actions, node))
    if not isinstance(node, dict):
        return 0
    kind = str(node.get("type", ""))
    # a question shows the action that it confirms
    return (kind.startswith("Action.") and kind != "Action.ShowCard") + sum(map(_actions, node.values()))


async def test_home_and_all_its_pages_are_drawn_whole_on_every_platform(talk: Conversation) -> None:
    sara = await talk.person("sara", role="secretariat", organisation="eksempel", contact=True, leads="nett")
    await overflows(talk, sara)
    for language in LANGUAGES:
        await sara.does("members.language", language)
        page = (await sara.commands("", name="home")).card
        whole(page, language)
        ways = [button for button in page.list_buttons() if button.do == "home.rest"]
        names = [way.value.partition(":")[0] for way in ways]
        assert names == ["waiting", "keeping", "following", "questions", "organisations"]
        for way in ways:
            seen, pages = 0, [way]
            for button in pages:
                rest = (await sara.presses(button)).card
                whole(rest, language)
                seen += sum(isinstance(part, Item) for part in rest.parts)
                pages += [one for one in rest.list_buttons() if one.do == "home.page" and _start(one) > _start(button)]
            exact = button.value.partition(":")[0] != "waiting"
            assert (f"{seen} " in way.label) == exact, "of what waits no more is looked at, so no number is told"


def _start(button: Button) -> int:
    return int(button.value.partition(":")[2])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=8), st.integers(0, 30))
def test_no_section_is_starved_and_no_room_is_wasted(sections: list[tuple[int, int]], spare: int) -> None:
    counts, least = [count for count, _ in sections], [few for _, few in sections]
    room = sum(least) + spare
    given_to = allot_section_entries(counts, least, room)
    assert all(min(count, few) <= got <= count for count, few, got in zip(counts, least, given_to, strict=True))
    assert sum(given_to) == min(room, sum(counts))
