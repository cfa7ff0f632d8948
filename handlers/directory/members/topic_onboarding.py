"""Let a new member choose topics, and send five good solutions about them, once."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import MOST_CHOICES, Button, Card, Field, Form, Item, Part, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.topics.topic_pace import draw_pace_field, parse_pace
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()
MOST_SOLUTIONS = 5


class StarterSolutionsCard(CardArguments, frozen=True):
    template = "members.suggested"


async def send_starter_solutions(store: Store, person: Person) -> None:
    """Send the starter solutions, once per person, as soon as they follow a topic."""
    if person.guest or not await store.topics.list_followed_topics(person.id):
        return
    await outgoing.post_to_person(store, person, StarterSolutionsCard(), key=f"suggested:{person.id}")


@router.on(Click, "members.topics", opens=True)
async def on_member_topics_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    options = tuple((topic.slug, topic.get_name(say.language)) for topic in await turn.store.topics.list_all_topics())
    chosen = tuple(topic.slug for topic in await turn.store.topics.list_followed_topics(turn.person.id))
    topics = Field("topics", say("Topics"), "choices", chosen, options=options[:MOST_CHOICES], required=False)
    why = say("You will hear about new questions in them, and get five good solutions to start with.")
    fields = (topics, draw_pace_field(turn))
    return Reply(form=Form(say("Choose topics"), "members.topics", fields, say("Save"), note=why))


@router.on(Submission, "members.topics")
async def on_member_topics_submit(event: Submission, turn: Turn) -> Reply:
    """Follow exactly the chosen topics, and unfollow all others."""
    say, store, me = turn.say, turn.store, turn.person
    topics = {slug: await store.topics.find_topic_by_slug(slug) for slug in event.get_choices("topics")}
    if None in topics.values():
        raise UserError("", {"topics": say("That topic no longer exists. Choose again.")})
    wanted = {topic.id: topic for topic in topics.values() if topic is not None}
    for topic in await store.topics.list_followed_topics(me.id):
        if topic.id not in wanted:
            await store.topics.unfollow_topic(topic.id, me.id)
    pace = parse_pace(event.get_text("pace"))
    for id in wanted:
        await store.topics.follow_topic(id, me.id)
        await store.topics.set_topic_pace(id, me.id, pace)
    await send_starter_solutions(store, me)
    names = say.listed([topic.get_name(say.language) for topic in wanted.values()])
    return build_text_reply(say("You follow {topics}.", topics=names) if names else say("You follow no topic."))


@router.card(StarterSolutionsCard)
async def draw_starter_solutions_card(view: View[StarterSolutionsCard]) -> Card | None:
    """Draw the best solutions at the time of sending."""
    say, person, store = view.say, view.person, view.store
    if person is None or person.guest:
        return None
    topics = {topic.id: topic for topic in await store.topics.list_followed_topics(person.id)}
    today = view.today
    viewer = await store.audiences.build_viewer(person)
    found = await store.starter_solutions.list_starter_solutions(
        topics, rights.list_solution_levels(person), viewer, today, MOST_SOLUTIONS
    )
    parts: list[Part] = [
        Item(
            solution.title,
            shorten_text(solution.problem, 50),
            f"{solution.code} · {topics[solution.topic_id].get_name(say.language)}",
            (Button(say("Show"), "solutions.open", str(solution.id)),),
        )
        for solution in found
    ]
    if not parts:
        return None
    return Card(say("Good solutions in your topics"), tuple(parts))


def draw_topics_button(what: View | Turn) -> Button:
    return Button(what.say("Choose topics"), "members.topics")
