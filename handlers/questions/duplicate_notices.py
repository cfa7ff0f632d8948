"""Tell the asker and the followers of a question that it is the same as another one."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Quote, Text
from handlers.chat.rich_text.plain_text import shorten_markup
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.questions.cards import GONE, build_news_subject, draw_gone_question
from storage.directory.people import Person
from storage.kit.database import Store
from storage.questions.questions import PUBLIC, Question

router = Router()


class FollowOriginalCard(CardArguments, frozen=True):
    template = "questions.same"

    question: int
    #: id of the original
    other: int


class DuplicateMarkedCard(FollowOriginalCard, frozen=True):
    """Hold what the asker is told, who follows the original already."""

    template = "questions.joined"


async def notify_duplicate_marked(turn: Turn, question: Question, original: Question) -> None:
    """Let the asker follow the original from now on, and ask the other followers whether they want to."""
    store, about = turn.store, build_news_subject(original.id)
    asker = await store.people.find(question.asker_id)
    if asker is not None and asker.id != original.asker_id:
        await store.question_followers.follow_question(original.id, asker.id)
    people: dict[int, tuple[Person, FollowOriginalCard]] = {
        person.id: (person, FollowOriginalCard(question.id, original.id))
        for person in await store.question_followers.list_question_followers(question.id)
    }
    if asker is not None:
        people[asker.id] = (asker, DuplicateMarkedCard(question.id, original.id))
    for person, card in people.values():
        key = f"question:{question.id}:same:{original.id}:{turn.now.isoformat()}:{person.id}"
        await outgoing.post_to_person(store, person, card, key=key, subject=about)


@router.card(FollowOriginalCard)
async def draw_follow_original_card(view: View[FollowOriginalCard]) -> Card | None:
    question, other = await _find_linked_questions(view.store, view.args)
    if other is not None and other.state in GONE:
        return draw_gone_question(view, other)
    if question is None or other is None or question.duplicate_of_id != other.id or other.state not in PUBLIC:
        return None
    text = view.say(
        "Question {id} is the same as question {other}. Follow that one?", id=question.number, other=other.number
    )
    follow = Button(view.say("Follow"), "questions.follow", str(other.id), "primary")
    return Card("", (Text(text), Quote(shorten_markup(other.text, 300)), Buttons((follow,))))


@router.card(DuplicateMarkedCard)
async def draw_duplicate_marked_card(view: View[DuplicateMarkedCard]) -> Card | None:
    """Tell the asker about the link; they may see it otherwise and can undo it."""
    question, other = await _find_linked_questions(view.store, view.args)
    if other is not None and other.state in GONE:
        return draw_gone_question(view, other)
    if question is None or other is None or question.duplicate_of_id != other.id or other.state not in PUBLIC:
        return None
    say = view.say
    text = say(
        "Your question {id} is the same as question {other}. You will hear about every answer to that one.",
        id=question.number,
        other=other.number,
    )
    row = (
        Button(say("Show"), "questions.show", str(other.id), "primary"),
        Button(say("It is not the same"), "questions.apart", str(question.id)),
        Button(say("Stop following"), "questions.unfollow", str(other.id)),
    )
    return Card("", (Text(text), Quote(shorten_markup(other.text, 300)), Buttons(row)))


async def _find_linked_questions(store: Store, link: FollowOriginalCard) -> tuple[Question | None, Question | None]:
    return await store.questions.find(link.question), await store.questions.find(link.other)
