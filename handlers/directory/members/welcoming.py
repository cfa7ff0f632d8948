"""Welcome: a new member chooses topics, and gets five good solutions about them, once."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Card, Field, Form, Item, Part, Reply, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten
from handlers.directory.topics.paces import pace_field, pace_meant
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()
#: solutions
MOST = 5


async def welcome(store: Store, person: Person) -> None:
    """Once for each person, when they follow something."""
    if person.guest or not await store.topics.followed_by(person.id):
        return
    await outgoing.to_person(store, person, "members.suggested", {}, key=f"suggested:{person.id}")


@router.on(Click, "members.topics", opens=True)
async def choose(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    options = tuple((topic.slug, topic.name(say.language)) for topic in await turn.store.topics.all())
    chosen = tuple(topic.slug for topic in await turn.store.topics.followed_by(turn.person.id))
    topics = Field("topics", say("Topics"), "choices", chosen, options=options[:100], required=False)
    why = say("You hear of new questions in them, and get five good solutions to begin with.")
    fields = (topics, pace_field(turn))
    return Reply(form=Form(say("Choose topics"), "members.topics", fields, say("Save"), note=why))


@router.on(Submission, "members.topics")
async def follow(event: Submission, turn: Turn) -> Reply:
    """Those chosen, and no others."""
    say, store, me = turn.say, turn.store, turn.person
    topics = {slug: await store.topics.by_slug(slug) for slug in event.chosen("topics")}
    if None in topics.values():
        raise UserError("", {"topics": say("That topic is gone. Choose again.")})
    wanted = {topic.id: topic for topic in topics.values() if topic is not None}
    for topic in await store.topics.followed_by(me.id):
        if topic.id not in wanted:
            await store.topics.unfollow(topic.id, me.id)
    pace = pace_meant(turn, event.text("pace"))
    for id in wanted:
        await store.topics.follow(id, me.id)
        await store.topics.set_pace(id, me.id, pace)
    await welcome(store, me)
    names = say.listed([topic.name(say.language) for topic in wanted.values()])
    return note(say("You follow {topics}.", topics=names) if names else say("You follow no topic."))


@router.card("members.suggested")
async def draw(view: View) -> Card | None:
    """As the library is when it is sent."""
    say, person, store = view.say, view.person, view.store
    if person is None or person.guest:
        return None
    topics = {topic.id: topic for topic in await store.topics.followed_by(person.id)}
    today = view.now.astimezone(view.arena.zone).date()
    sight = await store.reaches.sight(person)
    found = await store.favourites.best(topics, rights.levels(person), sight, today, MOST)
    parts: list[Part] = [
        Item(
            solution.title,
            shorten(solution.problem, 150),
            f"{solution.code} · {topics[solution.topic_id].name(say.language)}",
            (Button(say("Show"), "solutions.open", str(solution.id)),),
        )
        for solution in found
    ]
    if not parts:
        return None
    return Card(say("Good solutions in your topics"), tuple(parts))


def topics_button(what: View | Turn) -> Button:
    return Button(what.say("Choose topics"), "members.topics")
