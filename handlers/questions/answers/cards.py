"""How an answer looks: in the threads of the other rooms, and in private to the asker and the followers."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Text
from handlers.chat.routing import Router
from handlers.chat.turn import View
from handlers.directory.naming import answerer, shorten
from handlers.questions import files, tallies
from handlers.questions.gathering import TEMPLATE as PRIVATE
from handlers.questions.mirroring import TEMPLATE
from storage.questions.answers import Answer
from storage.questions.questions import ANSWERED, HIDDEN, OPEN, Question

router = Router()


@router.card(TEMPLATE)
async def draw(view: View) -> Card | None:
    """Said in another room: with name, organisation and where it came from; several that had to wait in one message."""
    parts: list[Part] = []
    summaries: list[str] = []
    for id in (view["answer"], *view.delivery.args.get("more", ())):
        found = await _found(view, id)
        if found is not None:
            shown, summary = await _shown(view, *found)
            parts += shown
            summaries.append(summary)
    return Card("", tuple(parts), summary="\n".join(summaries)) if parts else None


async def _shown(view: View, answer: Answer, question: Question) -> tuple[list[Part], str]:
    if answer.hidden_at is not None:
        text = await _hidden_text(view, answer)
        return ([Text(text, "subtle")] if view.delivery.message else []), text
    by = await answerer(view.store, answer, question, view.say)
    if answer.platform != view.place.platform:
        by = view.say("{name}, from {platform}", name=by, platform=answer.platform.title())
    text = files.words(answer.text, answer.files, answer.platform, view.say)
    tally = await tallies.of_answer(view.store, question, answer.id)
    return [Quote(text, by), *tally, *_buttons(view, answer, question)], f"{by}: {shorten(text, 200)}"


@router.card(PRIVATE)
async def draw_private(view: View) -> Card | None:
    """One answer, or several that came within a minute."""
    ids = (view["answer"], *view.delivery.args.get("more", ()))
    found = [one for one in [await _found(view, id) for id in ids] if one is not None]
    if len(found) > 1:
        return await _several(view, found)
    if not found:
        return None
    answer, question = found[0]
    if answer.hidden_at is not None:
        return await _hidden(view, answer)
    say = view.say
    by = await answerer(view.store, answer, question, say)
    mine = view.person is not None and view.person.id == question.asker_id
    title = (
        say("{name} answered your question", name=by) if mine else say("{name} answered a question you follow", name=by)
    )
    text = files.words(answer.text, answer.files, answer.platform, say)
    return Card(title, (_about(view, question), Quote(text), *_buttons(view, answer, question)))


async def _several(view: View, found: Sequence[tuple[Answer, Question]]) -> Card:
    say, question = view.say, found[0][1]
    mine = view.person is not None and view.person.id == question.asker_id
    title = (
        say.many("{n} answer to your question", "{n} answers to your question", len(found))
        if mine
        else say.many("{n} answer to a question you follow", "{n} answers to a question you follow", len(found))
    )
    parts: list[Part] = [_about(view, question)]
    for n, (answer, _) in enumerate(found, 1):
        if answer.hidden_at is not None:
            parts.append(Text(await _hidden_text(view, answer), "subtle"))
            continue
        by = await answerer(view.store, answer, question, say)
        text = files.words(answer.text, answer.files, answer.platform, say)
        parts += [Quote(text, by), *_buttons(view, answer, question, last=n == len(found))]
    return Card(title, tuple(parts))


def _about(view: View, question: Question) -> Text:
    if question.state == HIDDEN:
        return Text(view.say("The secretariat has hidden question {id}.", id=question.number), "subtle")
    about = view.say("Question {id}: {text}", id=question.number, text=shorten(question.text, 150))
    return Text(about, "subtle")


def _buttons(view: View, answer: Answer, question: Question, *, last: bool = True) -> tuple[Buttons, ...]:
    """`last`: nothing about this question stands below, so that a new answer is offered here."""
    say, beside = view.say, files.links(answer.files, answer.platform, view.say)
    rows = (Buttons(beside),) if beside else ()
    more = Button("⋯", "moderation.more", f"answer:{answer.id}")
    if question.state not in (OPEN, ANSWERED):
        return (*rows, Buttons((more,)))
    solved = Button(say("This solved it"), "answers.solved", str(answer.id), "primary")
    write = (Button(say("Answer"), "answers.write", str(question.id)),) if last else ()
    return (*rows, Buttons((solved, *write, more)))


async def _hidden(view: View, answer: Answer) -> Card | None:
    return Card("", (Text(await _hidden_text(view, answer), "subtle"),)) if view.delivery.message else None


async def _hidden_text(view: View, answer: Answer) -> str:
    """In place of every copy; what was not sent yet is not needed."""
    number = await view.store.questions.number(answer.question_id)
    return view.say("The secretariat has hidden an answer to question {id}.", id=number)


async def _found(view: View, id: int) -> tuple[Answer, Question] | None:
    answer = await view.store.answers.find(id)
    if answer is None or answer.deleted_at is not None:
        return None
    question = await view.store.questions.find(answer.question_id)
    return None if question is None else (answer, question)
