"""Draw what only the asker sees on the way: suggestions, the choice of topic, and the acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.access import rights
from handlers.access.visibility import audience_texts
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Quote, Text
from handlers.chat.rich_text.plain_text import extract_plain_text, shorten_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import RenderContext, Turn, View
from handlers.directory.display_names import describe_question_topics
from handlers.language.matches import Match, add_matched_words, parse_matches
from handlers.library import question_index
from handlers.library.solutions import publication, solved_questions
from handlers.library.solutions.match_explanations import describe_matches
from handlers.library.solutions.solution_badge import describe_solution_badge
from handlers.notifications import sending_limits
from handlers.questions import quoted_words
from handlers.questions.button_values import FollowedQuestion, HelpfulSuggestion, QuestionTopic
from handlers.questions.power_units import draw_power_check_card, find_doubtful_power
from storage.library.solutions import PUBLISHED
from storage.questions.questions import DRAFT, OPEN, PUBLIC, WORDS_ASKED, WORDS_UNREACHED, Question

router = Router()
#: maximum numbers of characters of what a suggestion says, and of its title: three of them fit a phone
ABOUT, TITLE = 90, 90
#: The asker of an unsent question is reminded once, after this time.
REMIND_AFTER = timedelta(hours=1)
#: ... and once more after this time, where the author of its words has not answered.
REMIND_OF_WORDS = timedelta(days=1)
#: what the open card of a draft asks: which unit is meant, whether a suggestion helps, which topic fits
UNIT, SUGGESTIONS, TOPIC = "unit", "suggestions", "topic"


class DraftQuestionReminder(CardArguments, frozen=True):
    template = "questions.waiting"

    question: int


def choose_draft_step(question: Question) -> str:
    """Return what the draft waits for: a look at the suggestions, or the choice of a topic."""
    return SUGGESTIONS if question.suggested else TOPIC


async def draw_question_draft(context: RenderContext, question: Question, step: str) -> Card:
    """Draw what the asker of the draft is asked; without a step, only whether to send it.

    Words that were changed may leave no unit to ask about: then it is what comes after that.
    """
    if question.words_state in (WORDS_ASKED, WORDS_UNREACHED):
        return await quoted_words.draw_waiting_words_card(context, question)
    if step == UNIT:
        if doubtful := find_doubtful_power(extract_plain_text(question.text)):
            return draw_power_check_card(context.say, question, doubtful)
        step = choose_draft_step(question) if question.suggested or question.topic_id is None else ""
    if step == SUGGESTIONS:
        return await _draw_suggestions_card(context, question)
    if step == TOPIC:
        return await _draw_topic_choice_card(context, question)
    return _draw_unsent_question(context, question)


def _draw_unsent_question(context: RenderContext, question: Question, *why: Text) -> Card:
    """Draw that the question waits for its asker to send it; `why`: what kept it from being sent."""
    say = context.say
    row = (
        Button(say("Ask anyway"), "questions.ask_anyway", str(question.id), "primary"),
        Button(say("Cancel"), "questions.cancel", str(question.id)),
    )
    quote = Quote(shorten_markup(question.text, 300))
    return Card(say("Your question is not sent yet"), (quote, *why, Buttons(row)))


async def _draw_suggestions_card(context: RenderContext, question: Question) -> Card:
    """Draw at most three known solutions and questions, why they came up, and the way on."""
    say, solvable = context.say, False
    parts: list[Part] = [
        Quote(shorten_markup(question.text, 160)),
        Text(say("Before I send it: does one of these help?")),
    ]
    for kind, id, why in question.suggested:
        item = await _draw_suggestion(context, question, kind, id, parse_matches(why))
        if item is not None:
            parts.append(item)
            solvable = solvable or any(button.do == "questions.helped" for button in item.buttons)
    topic = await describe_question_topics(context.store, question, say)
    if question.topic_id is not None:
        parts.append(Text(say("Topic: {topic}.", topic=topic), "subtle"))
    parts.append(Text(await audience_texts.describe_audience_size(context.store, question.reach_id, say), "subtle"))
    row = [Button(say("Ask anyway"), "questions.ask_anyway", str(question.id), "primary")]
    if question.topic_id is not None:
        row.append(Button(say("Other topic"), "questions.choose", str(question.id)))
    row.append(Button(say("Cancel"), "questions.cancel", str(question.id)))
    title = say("This may already be solved") if solvable else say("Somebody has asked this already")
    return Card(title, (*parts, Buttons(tuple(row))))


async def _draw_topic_choice_card(context: RenderContext, question: Question) -> Card:
    """Draw the best three topics, a row each since their names are long; any other topic, or none."""
    say = context.say
    rows: list[Part] = []
    for slug, _ in question.guess:
        topic = await context.store.topics.find_topic_by_slug(slug)
        if topic is not None:
            value = QuestionTopic(question.id, topic.slug).encode_value()
            rows.append(Buttons((Button(topic.get_name(say.language), "questions.send", value),)))
    others = (
        Button(say("Other topic"), "questions.choose", str(question.id)),
        Button(say("None of these"), "questions.send", QuestionTopic(question.id, "").encode_value()),
        Button(say("Cancel"), "questions.cancel", str(question.id)),
    )
    seen = Text(await audience_texts.describe_audience_size(context.store, question.reach_id, say), "subtle")
    asked = (Quote(shorten_markup(question.text, 300)), Text(say("I am not sure. Which topic fits?")), seen)
    return Card(say("Choose a topic"), (*asked, *rows, Buttons(others)))


def draw_quota_reached_card(turn: Turn, question: Question, at: datetime) -> Card:
    """Draw that the question stays a draft: its asker has broadcast often enough for now."""
    return _draw_unsent_question(turn, question, Text(sending_limits.describe_broadcast_wait(turn.say, at)))


async def _draw_suggestion(
    context: RenderContext, question: Question, kind: str, id: int, why: Sequence[Match]
) -> Item | None:
    """Draw one of them; None for what the asker may not see any more."""
    say, store = context.say, context.store
    asker = await store.people.find(question.asker_id)
    if asker is None:
        return None
    helped = Button(say("This solved it"), "questions.helped", HelpfulSuggestion(question.id, kind, id).encode_value())
    if kind == "solution":
        solution = await store.solutions.find(id)
        unseen = solution is None or solution.state != PUBLISHED
        if solution is None or unseen or not await rights.is_solution_visible_to(store, asker, solution):
            return None
        matches = describe_matches(say, add_matched_words(why, publication.build_solution_document(solution).text))
        notes = " · ".join(
            filter(None, (describe_solution_badge(solution, say, context.today), solution.park, matches))
        )
        show = Button(say("Show"), "solutions.open", str(solution.id))
        return Item(f"{solution.code} {solution.title}", shorten_text(solution.done, ABOUT), notes, (helped, show))
    other = await store.questions.find(id)
    if other is None or other.state not in PUBLIC or not await rights.is_visible_to(store, asker, other):
        return None
    follow = Button(say("Follow this"), "questions.follow", FollowedQuestion(other.id, question.id).encode_value())
    matches = describe_matches(
        say, add_matched_words(why, (await question_index.build_question_document(store, other)).text)
    )
    return Item(
        say("Question {id}: {text}", id=other.number, text=shorten_text(other.text, TITLE)),
        shorten_text(other.outcome, ABOUT),
        " · ".join(filter(None, (await solved_questions.describe_question_progress(context, other), matches))),
        (follow,) if other.state == OPEN else (helped, follow),
    )


async def schedule_draft_reminder(
    turn: Turn, question: Question, what: str = "waiting", after: timedelta = REMIND_AFTER
) -> None:
    """Schedule a reminder, so that a draft the asker forgot is not lost in silence; one of each kind."""
    await outgoing.post_to_person(
        turn.store,
        turn.person,
        DraftQuestionReminder(question.id),
        key=f"question:{question.id}:{what}",
        account_id=turn.account.id,
        due_at=turn.now + after,
    )


@router.card(DraftQuestionReminder)
async def draw_draft_reminder_card(view: View[DraftQuestionReminder]) -> Card | None:
    question = await view.store.questions.find(view.args.question)
    if question is None or question.state != DRAFT:
        return None
    return await draw_question_draft(view, question, "")
