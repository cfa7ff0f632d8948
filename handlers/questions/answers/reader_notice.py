"""Tell a person who replies in a mirrored thread for the first time who reads the thread.

The notice also says how to keep a text in the room.
"""

from __future__ import annotations

from handlers.access.visibility import audience_texts
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Card, Text
from handlers.chat.events import Message
from handlers.chat.outgoing import REPLY_EXPIRES
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import describe_question_topics
from handlers.questions.card_arguments import QuestionCard
from handlers.questions.room_selection import list_question_rooms
from storage.kit.database import Store
from storage.questions.questions import PUBLIC, Question
from storage.queue.outbox import DeliveryDraft

router = Router()


class ThreadReadersNotice(CardArguments, frozen=True):
    template = "answers.readers"

    question: int
    #: id of the room that the person wrote in; None if the bot knows no room. Only earlier versions read it.
    room: int | None


async def notify_first_reply(event: Message, turn: Turn, question: Question, room_id: int | None) -> None:
    """Post the notice once per person (the key is per person), where people outside the room read along."""
    place = event.reply_to
    if place is None:
        return
    await turn.store.outbox.post_deliveries(
        DeliveryDraft(
            key=f"answers:readers:{turn.person.id}",
            platform=place.platform,
            workspace=place.workspace,
            channel=place.channel,
            thread=place.thread,
            user=place.user,
            template=ThreadReadersNotice.template,
            args=ThreadReadersNotice(question.id, room_id).encode_arguments(),
            language=turn.person.language,
            person_id=turn.person.id,
            expires_at=turn.now + REPLY_EXPIRES,
        )
    )


@router.card(ThreadReadersNotice)
async def draw_reader_notice_card(view: View[ThreadReadersNotice]) -> Card | None:
    question, say = await view.store.questions.find(view.args.question), view.say
    if question is None or question.state not in PUBLIC:
        return None
    seen = await audience_texts.describe_audience_size(view.store, question.reach_id, say)
    here = say("Begin with 🔒 or “internal:”, and it stays here.")
    # The preview of a notification ends with this line. The message itself stands above it while it exists.
    about = Text(
        f"{say('Question {id}', id=question.number)} · {await describe_question_topics(view.store, question, say)}",
        "subtle",
    )
    others = say("What is written in this thread is read in other rooms, too.")
    return Card("", (Text(f"{others} {seen}"), Text(here), about))


async def list_rooms_with_card(store: Store, question: Question) -> set[int]:
    """Return the ids of the open rooms where the question stands."""
    copies = await store.posted_copies.list_sent_copies(build_question_subject(question.id))
    have = {copy.room_id for copy in copies if copy.template == QuestionCard.template}
    return {room.id for room in await list_question_rooms(store, question) if room.id in have}
