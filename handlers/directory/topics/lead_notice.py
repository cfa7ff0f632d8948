"""Tell somebody that they lead a topic now, and what comes to them with it."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from storage.directory.people import Person
from storage.directory.topics import Topic

router = Router()


class TopicLeadNotice(CardArguments, frozen=True):
    template = "topics.led"

    topic: int
    by: int


async def notify_topic_lead_named(turn: Turn, person: Person, topic: Topic) -> None:
    """Tell the new lead or deputy. People who name themselves get nothing."""
    if person.id != turn.person.id:
        key = f"topic:{topic.id}:led:{person.id}:{turn.now.isoformat()}"
        await outgoing.post_to_person(turn.store, person, TopicLeadNotice(topic.id, turn.person.id), key=key)


@router.card(TopicLeadNotice)
async def draw_topic_lead_card(view: View[TopicLeadNotice]) -> Card | None:
    topic, say = await view.store.topics.find(view.args.topic), view.say
    if topic is None or view.person is None or not await view.store.topics.is_topic_lead(view.person.id, topic.id):
        return None
    by, name = await format_signature(view.store, view.args.by, None, say), topic.get_name(say.language)
    deputy = view.person.id in await view.store.topics.list_topic_deputy_ids(topic.id)
    text = (
        say("{name} has named you deputy topic lead for {topic}.", name=by, topic=name)
        if deputy
        else say("{name} has named you topic lead for {topic}.", name=by, topic=name)
    )
    what = say("You hear of questions there that nobody has answered, and can move them or say what solved them.")
    show = Button(say("Show"), "contacts.topic", topic.slug)
    return Card("", (Text(text), Text(what, "subtle"), Buttons((show,))))
