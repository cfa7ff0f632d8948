"""Draw an answer: in the threads of the other rooms, and in private for the asker and the followers."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Text
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.display_names import describe_answerer
from handlers.questions import files, reaction_counts, receipts
from handlers.questions.card_arguments import MirroredAnswerCard, PrivateAnswerCard, QuestionWithdrawnNotice
from handlers.questions.cards import draw_solved_buttons
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, HIDDEN, OPEN, SOLVED, WITHDRAWN, Question

router = Router()
#: characters of a question by which an answer names it: beside the receipt, and alone
SHORT, LONG = 40, 150


@router.card(MirroredAnswerCard)
async def draw_mirrored_answer_card(view: View[MirroredAnswerCard]) -> Card | None:
    """Draw answers for another room, with name, organisation and where each came from.

    Several answers that had to wait share one message.
    """
    parts: list[Part] = []
    summaries: list[str] = []
    for id in view.args.answers:
        found = await _find_answer_and_question(view, id)
        if found is not None:
            shown, summary = await _draw_mirrored_answer(view, *found)
            parts += shown
            summaries.append(summary)
    return Card("", tuple(parts), summary="\n".join(summaries)) if parts else None


async def _draw_mirrored_answer(view: View, answer: Answer, question: Question) -> tuple[list[Part], str]:
    if answer.hidden_at is not None:
        text = await _describe_hidden_answer(view, answer)
        return ([Text(text, "subtle")] if view.delivery.was_told else []), text
    by = await describe_answerer(view.store, answer, question, view.say)
    if answer.platform != view.place.platform:
        by = view.say("{name}, from {platform}", name=by, platform=answer.platform.title())
    text = files.format_text_with_files(answer.text, answer.files, answer.platform, view.say)
    reactions = await reaction_counts.draw_answer_reactions(view.store, question, answer.id)
    return [
        Quote(text, by),
        *reactions,
        *_draw_answer_buttons(view, answer, question),
    ], f"{by}: {shorten_text(text, 200)}"


@router.card(PrivateAnswerCard)
async def draw_private_answer_card(view: View[PrivateAnswerCard]) -> Card | None:
    """Draw one answer in private, or several that came within a minute."""
    found = [one for one in [await _find_answer_and_question(view, id) for id in view.args.answers] if one is not None]
    if len(found) > 1:
        return await _draw_private_answers(view, found)
    if not found:
        return None
    answer, question = found[0]
    if answer.hidden_at is not None:
        return await _draw_hidden_answer(view, answer)
    say = view.say
    by = await describe_answerer(view.store, answer, question, say)
    mine = view.person is not None and view.person.id == question.asker_id
    title = (
        say("{name} answered your question", name=by) if mine else say("{name} answered a question you follow", name=by)
    )
    text = files.format_text_with_files(answer.text, answer.files, answer.platform, say)
    return Card(
        title,
        (
            await _draw_question_reference(view, question),
            Quote(text),
            *_draw_private_buttons(view, answer, question),
        ),
    )


@router.card(QuestionWithdrawnNotice)
async def draw_question_withdrawn_notice(view: View[QuestionWithdrawnNotice]) -> Card | None:
    number = await view.store.questions.find_question_number(view.args.question)
    text = view.say(
        "Question {id}, which you answered, was withdrawn by the asker. You need do nothing more.", id=number
    )
    return Card("", (Text(text),))


async def _draw_private_answers(view: View, found: Sequence[tuple[Answer, Question]]) -> Card:
    say, question = view.say, found[0][1]
    mine = view.person is not None and view.person.id == question.asker_id
    title = (
        say.many("{n} answer to your question", "{n} answers to your question", len(found))
        if mine
        else say.many("{n} answer to a question you follow", "{n} answers to a question you follow", len(found))
    )
    parts: list[Part] = [await _draw_question_reference(view, question)]
    for n, (answer, _) in enumerate(found, 1):
        if answer.hidden_at is not None:
            parts.append(Text(await _describe_hidden_answer(view, answer), "subtle"))
            continue
        by = await describe_answerer(view.store, answer, question, say)
        text = files.format_text_with_files(answer.text, answer.files, answer.platform, say)
        parts += [Quote(text, by), *_draw_private_buttons(view, answer, question, last=n == len(found))]
    return Card(title, tuple(parts))


async def _draw_question_reference(view: View, question: Question) -> Text:
    """Name the question: by its first words where the receipt in the same chat has all of them."""
    if question.state == HIDDEN:
        return Text(view.say("The secretariat has hidden question {id}.", id=question.number), "subtle")
    if question.state == WITHDRAWN:
        return Text(view.say("Question {id} was withdrawn by the asker.", id=question.number), "subtle")
    mine = view.person is not None and view.person.id == question.asker_id
    most = SHORT if mine and await receipts.find_live_receipt(view.store, question) else LONG
    about = view.say("Question {id}: {text}", id=question.number, text=shorten_text(question.text, most))
    return Text(about, "subtle")


def _draw_private_buttons(view: View, answer: Answer, question: Question, *, last: bool = True) -> tuple[Part, ...]:
    """Draw the buttons under an answer; the asker goes on from what solved it here."""
    mine = view.person is not None and view.person.id == question.asker_id
    if not mine or question.state != SOLVED or question.accepted_answer_id != answer.id:
        return _draw_answer_buttons(view, answer, question, last=last)
    solved = Text(f"✅ {view.say('This solved it')}", "strong")
    below = _draw_answer_buttons(view, answer, question, last=last)
    return (solved, draw_solved_buttons(view.say, question), *below)


def _draw_answer_buttons(view: View, answer: Answer, question: Question, *, last: bool = True) -> tuple[Buttons, ...]:
    """Draw the buttons under an answer.

    With `last` nothing about this question follows below, so a new answer is offered here.
    """
    say, beside = view.say, files.draw_file_buttons(answer.files, answer.platform, view.say)
    rows = (Buttons(beside),) if beside else ()
    more = Button(say("Report"), "moderation.more", RecordValue("answer", answer.id).encode_value())
    if question.state == WITHDRAWN:
        return rows
    if question.state not in (OPEN, ANSWERED):
        return (*rows, Buttons((more,)))
    solved = Button(say("This solved it"), "answers.solved", str(answer.id), "primary")
    write = (Button(say("Answer"), "answers.write", str(question.id)),) if last else ()
    return (*rows, Buttons((solved, *write), more=(more,)))


async def _draw_hidden_answer(view: View, answer: Answer) -> Card | None:
    return Card("", (Text(await _describe_hidden_answer(view, answer), "subtle"),)) if view.delivery.was_told else None


async def _describe_hidden_answer(view: View, answer: Answer) -> str:
    """Return the text that replaces every copy of a hidden answer.

    A copy that was not sent yet needs no such text.
    """
    number = await view.store.questions.find_question_number(answer.question_id)
    return view.say("The secretariat has hidden an answer to question {id}.", id=number)


async def _find_answer_and_question(view: View, id: int) -> tuple[Answer, Question] | None:
    answer = await view.store.answers.find(id)
    if answer is None or answer.deleted_at is not None:
        return None
    question = await view.store.questions.find(answer.question_id)
    return None if question is None else (answer, question)
