"""Write a round that asks whether anybody has done something, as a draft: one question, and answers that are fixed."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.rounds import deadlines, round_recipients
from handlers.policy.rounds.adoption_labels import build_adoption_field
from handlers.policy.rounds.draft_cards import draw_round_draft
from handlers.policy.rounds.lookup import load_round_to_steer
from storage.policy.rounds import ADOPTION, DRAFT, Round
from storage.questions.questions import Question

router = Router()
#: maximum numbers of characters
QUESTION, WHY = 120, 2000


class TypedQuestion(ButtonValue, frozen=True):
    """Hold the question that such a round was begun with in a line of chat."""

    kind: str = "question"
    question: str = ""


@router.on(Click, "rounds.adoption", opens=True)
async def on_adoption_write_open(event: Click, turn: Turn) -> Reply:
    return Reply(form=await draw_adoption_form(turn, TypedQuestion.parse_value(event.value).question))


async def draw_adoption_form(turn: Turn, question: str = "", draft: Round | None = None) -> Form:
    """Draw the form; the topic is filled in where the question makes it plain."""
    say, topics = turn.say, await turn.store.topics.list_all_topics()
    known = tuple((row.slug, row.get_name(say.language)) for row in topics)
    chosen = next((row.slug for row in topics if draft is not None and row.id == draft.topic_id), "")
    hint = say("As you would ask a neighbour: “Has anyone replaced gas with a heat pump above 90 degrees?”")
    day = draft.deadline if draft and deadlines.get_round_end(draft, turn.arena) > turn.now else None
    inputs = (
        Field(
            "title", say("What do you ask?"), value=draft.title if draft else question[:QUESTION], hint=hint,
            most=QUESTION,
        ),
        Field("why", say("Why are you asking, and what is it for?"), "text", draft.why if draft else "", most=WHY),
        Field("topic", say("Topic"), "choice", chosen or guess_topic_slug(turn, question), options=known),
        deadlines.draw_deadline_field(turn, day),
        *await round_recipients.draw_recipient_fields(turn, draft.audience if draft else None),
    )  # fmt: skip
    return Form(say("Has anyone done this?"), "rounds.adoption", inputs, say("Preview"), str(draft.id) if draft else "")


async def draw_round_form_from_question(turn: Turn, question: Question) -> Form:
    """Draw the form with the words of a question that all members may read; others are asked in words of one's own."""
    await rights.need_secretariat(turn)
    return await draw_adoption_form(turn, shorten_text(question.text, QUESTION) if question.reach_id is None else "")


def guess_topic_slug(turn: Turn, question: str) -> str:
    guess = turn.classifier.guess_topics(question) if question else None
    return guess.topics[0][0] if guess is not None and guess.topics and not guess.ask else ""


@router.on(Submission, "rounds.adoption")
async def on_adoption_write_submit(event: Submission, turn: Turn) -> Reply:
    """Store a draft. Nobody is asked before it has been read as it will be asked."""
    draft = await load_round_to_steer(turn, event.value, DRAFT) if event.value else None
    say, wrong = turn.say, dict[str, str]()
    question, why = " ".join(event.get_text("title").split()), event.get_text("why")
    topic = await turn.store.topics.find_topic_by_slug(event.get_text("topic"))
    if not question:
        wrong["title"] = say("Write what you ask.")
    if not why:
        wrong["why"] = say("Write why you ask: whoever knows it answers.")
    if topic is None:
        wrong["topic"] = say("Choose a topic.")
    day, chosen = None, None
    try:
        day = deadlines.parse_round_deadline(event, turn)
    except UserError as error:
        wrong |= error.fields
    try:
        chosen = await round_recipients.parse_recipient_fields(turn, event)
    except UserError as error:
        wrong |= error.fields
    if wrong or day is None or chosen is None or topic is None:
        raise UserError("", wrong)
    if draft is None:
        draft = Round(
            state=DRAFT, form=ADOPTION, made_by_id=turn.person.id, audience={}, deadline=day, title="", why=""
        )
        draft = await turn.store.rounds.add(draft)
    draft.title, draft.why, draft.deadline, draft.topic_id = question[:QUESTION], why[:WHY], day, topic.id
    draft.audience, organisations = chosen
    fields = [build_adoption_field(draft.title)]
    await turn.store.rounds.set_round_fields(draft.id, fields)
    return Reply(await draw_round_draft(turn, draft, fields, organisations))
