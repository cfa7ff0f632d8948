"""Take a question from a line or a form until it is accepted.

Known solutions are shown first, and the topic is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from handlers.access import rights
from handlers.access.rights import audit_trail
from handlers.access.visibility import audience_fields
from handlers.chat import mistyped_verbs
from handlers.chat.cards import Reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Command, Submission
from handlers.chat.places import Place
from handlers.chat.record_ids import parse_id
from handlers.chat.rich_text.markup_writer import escape_marks
from handlers.chat.rich_text.plain_text import extract_plain_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.display_names import format_message_source
from handlers.directory.members.guest_requests import draw_guest_refusal
from handlers.language import classify_smalltalk, detect_language
from handlers.language.matches import serialise_matches
from handlers.overview.help import answer_small_talk
from handlers.questions import drafts, duplicates, files, publishing, question_visibility, quoted_words, receipts
from handlers.questions.button_values import HelpfulSuggestion, QuestionTopic
from handlers.questions.power_units import find_doubtful_power
from handlers.questions.question_form import draw_question_form, offer_question_form
from handlers.questions.topic_choice import assign_topic
from storage.access.audiences import Audience
from storage.directory.people import Person
from storage.questions.questions import DRAFT, WITHDRAWN, WORDS_HELD, WORDS_UNREACHED, Question

router = Router()
#: maximum number of characters; a longer text should be a file
LONGEST_QUESTION = 4000


@router.on(Command, "ask", searches=True)
async def on_ask_command(event: Command, turn: Turn) -> Reply | None:
    """Take a question in free text; without text, open the form.

    A change of the message that came before the message itself is applied.
    """
    source = format_message_source(event.place, event.message)
    early = await turn.store.early_changes.find_early_change(source)
    text = event.written.strip() if early is None else early.text
    if early is not None and not text:
        return None
    if not text:
        return await offer_question_form(event, turn)
    small = classify_smalltalk(extract_plain_text(text))
    if small:
        return answer_small_talk(turn, small)
    if turn.person.guest:
        return Reply(await draw_guest_refusal(turn, text))
    meant = mistyped_verbs.find_similar_verb(extract_plain_text(text), turn.say.language)
    beside = files.serialise_files(event.files)
    reply = await draft_question(turn, text, place=event.place, direct=event.direct, source=source, beside=beside)
    await audit_trail.record_typed_action(turn, "questions.send")
    if not meant or reply.card is None:
        return reply
    return await receipts.add_verb_hint(turn, reply, meant)


@router.on(Click, "questions.write", opens=True)
async def on_question_form_open(event: Click, turn: Turn) -> Reply:
    """Open the form, with the text of the message it was opened on."""
    if event.quoted is not None:
        return Reply(form=await quoted_words.draw_quoting_form(turn, event.quoted))
    return Reply(form=await draw_question_form(turn))


@router.on(Submission, "questions.send", searches=True)
async def on_question_form_submit(event: Submission, turn: Turn) -> Reply:
    text = event.get_text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write what you want to know.")})
    audience, anonymous = await audience_fields.parse_audience_fields(turn, event), event.get_text("as") == "anonymous"
    await question_visibility.validate_audience(turn, audience, anonymous=anonymous, name="as")
    return await draft_question(
        turn,
        text,
        place=event.place,
        direct=event.direct,
        topic=event.get_text("topic"),
        anonymous=anonymous,
        audience=audience,
        words_by=await quoted_words.parse_quoted_author(event, turn),
        quoted=quoted_words.parse_quoted_message(event, anonymous=anonymous),
    )


@router.on(Click, "questions.ask_anyway")
async def on_question_ask_anyway(event: Click, turn: Turn) -> Reply:
    """Send the question: none of the suggestions was enough."""
    question = await load_own_question(turn, event.value)
    if question.state != DRAFT:
        return await receipts.build_receipt_reply(turn, question, replace=True)
    if question.words_state == WORDS_UNREACHED:
        question.words_state = WORDS_HELD
    if question.topic_id is None:
        return await receipts.build_draft_reply(turn, question, drafts.TOPIC, replace=True)
    return await publishing.accept_question(turn, question)


@router.on(Click, "questions.send")
async def on_question_topic_chosen(event: Click, turn: Turn) -> Reply:
    """Send the question to the topic the asker chose ("12:nett"), or to none of the three ("12:")."""
    chosen = QuestionTopic.parse_value(event.value)
    question, slug = await load_own_question(turn, str(chosen.question)), chosen.slug
    if question.state != DRAFT:
        return await receipts.build_receipt_reply(turn, question, replace=True)
    topic = await turn.store.topics.find_topic_by_slug(slug) if slug else None
    question.topic_id = topic.id if topic else None
    question.topic_confirmed, question.topic_by_id = topic is not None, turn.person.id if topic else None
    return await publishing.accept_question(turn, question)


@router.on(Click, "questions.also")
async def on_question_second_topic(event: Click, turn: Turn) -> Reply:
    """Add a second topic to the question ("12:areal"): the rooms of that topic get it too."""
    added = QuestionTopic.parse_value(event.value)
    question = await load_own_question(turn, str(added.question))
    topic = await turn.store.topics.find_topic_by_slug(added.slug)
    if topic is None or question.state in (DRAFT, WITHDRAWN):
        raise Missing(turn.say("I cannot find that topic."))
    if topic.id != question.topic_id:
        question.second_topic_id = topic.id
    return await publishing.publish_to_more_rooms(turn, question)


@router.on(Click, "questions.ask_this")
async def on_question_ask_from_reply(event: Click, turn: Turn) -> Reply:
    """Ask the text that the button carries: the bot's own answer was not enough."""
    reply = await draft_question(turn, escape_marks(event.value), place=event.place, direct=event.direct)
    return msgspec.structs.replace(reply, replace=True)


@router.on(Click, "questions.cancel")
async def on_question_cancel(event: Click, turn: Turn) -> Reply:
    """Drop a draft, or undo within the grace period; the text comes back so that nothing typed is lost."""
    return await publishing.cancel_question(turn, await load_own_question(turn, event.value))


@router.on(Click, "questions.helped")
async def on_question_suggestion_helped(event: Click, turn: Turn) -> Reply:
    """Close the draft because a suggestion was enough ("12:solution:3").

    The question is never sent, and the solution counts one more use.
    """
    helpful = HelpfulSuggestion.parse_value(event.value)
    question = await load_own_question(turn, str(helpful.question))
    found = next((one for one in question.suggested if one[:2] == [helpful.kind, helpful.id]), None)
    if found is None:
        raise Missing(turn.say("I cannot find that question."))
    return await publishing.close_draft_as_answered(turn, question, *found[:2])


async def draft_question(
    turn: Turn,
    text: str,
    *,
    place: Place,
    direct: bool = False,
    source: str = "",
    beside: Sequence[Any] = (),
    topic: str = "",
    anonymous: bool = False,
    audience: Audience | None = None,
    words_by: Person | None = None,
    quoted: str = "",
) -> Reply:
    """Store the question, look for known answers, and send it at once when nothing needs the asker's decision."""
    _validate_question_length(turn, text)
    plain = extract_plain_text(text)
    hits = await duplicates.find_known_answers(turn, plain)
    question = Question(
        asker_id=turn.person.id,
        account_id=turn.account.id,
        organisation_id=turn.person.stands_for,
        reach_id=audience.id if audience else None,
        text=text,
        files=list(beside),
        language=detect_language(plain),
        state=DRAFT,
        anonymous=anonymous,
        source=source,
        origin=msgspec.to_builtins(place) | {"direct": direct} | ({"quoted": quoted} if quoted else {}),
        suggested=[[hit.kind, hit.id, serialise_matches(hit.why)] for hit in hits],
        guess=[],
        sendings=0,
        words_by_id=words_by.id if words_by else None,
        words_state=WORDS_HELD if words_by else "",
    )
    await assign_topic(turn, question, topic)
    if find_doubtful_power(plain):
        return await _ask_in_step(turn, question, drafts.UNIT, replace=False)
    return await continue_question(turn, question, replace=False)


async def continue_question(turn: Turn, question: Question, *, replace: bool) -> Reply:
    """Send the question, or ask what it still needs its asker for: a look at suggestions, or a topic."""
    if not question.suggested and question.topic_id is not None:
        return await publishing.accept_question(turn, question, replace=replace)
    return await _ask_in_step(turn, question, drafts.choose_draft_step(question), replace=replace)


async def _ask_in_step(turn: Turn, question: Question, step: str, *, replace: bool) -> Reply:
    await turn.store.questions.add(question)
    await drafts.schedule_draft_reminder(turn, question)
    return await receipts.build_draft_reply(turn, question, step, replace=replace)


def _validate_question_length(turn: Turn, text: str) -> None:
    if len(text) > LONGEST_QUESTION:
        too_long = turn.say(
            "The text is longer than {n} characters. Shorten it, or put the details in the thread afterwards.",
            n=LONGEST_QUESTION,
        )
        raise UserError(too_long, {"text": too_long})


async def load_own_question(turn: Turn, value: str) -> Question:
    """Lock and return the question of this id if the person asked it.

    Raises Missing, the same error for not found and not allowed.
    """
    question = await turn.store.questions.lock(parse_id(value))
    gone = turn.say("I cannot find that question.")
    if question is None:
        raise Missing(gone)
    await rights.need_right(turn, *((rights.ASKER,) if question.asker_id == turn.person.id else ()), missing=gone)
    return question
