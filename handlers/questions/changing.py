"""Change a question: its topic, its text; report it, or take it back."""

from __future__ import annotations

from datetime import datetime

from handlers.access import rights
from handlers.chat.cards import ROOM, Field, Form, Reply, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.records import follow_ons
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten, subject
from handlers.language import language_of
from handlers.library.indexing import index
from handlers.questions import asking, duplicates, escalating, publishing, quieting, reaching, revealing, unplaced
from handlers.questions.cards import promise
from handlers.questions.following import visible
from handlers.questions.placing import rooms_for
from storage.kit.database import Store
from storage.questions.questions import ACCEPTED, DRAFT, HIDDEN, PUBLIC, WITHDRAWN, Question

router = Router()


@router.on(Click, "questions.more", opens=True)
async def more(event: Click, turn: Turn) -> Reply:
    """What this person may do with the question."""
    question, say = await visible(turn, event.value), turn.say
    options = await _options(turn, question)
    what = Field("what", say("What do you want to do?"), "choice", options[0][0], options=tuple(options))
    title, words = say("Question {id}", id=question.number), shorten(question.text, 200)
    return Reply(form=Form(title, "questions.more", (what,), say("Next"), str(question.id), note=words))


async def _options(turn: Turn, question: Question) -> list[tuple[str, str]]:
    say, mine = turn.say, turn.person.id == question.asker_id
    from handlers.moderation import more as moderation
    from handlers.questions.moderating import describe_question

    options = moderation.choices(turn, describe_question(question))
    if question.state == HIDDEN:
        return [*options, ("withdraw", say("Take it back"))] if mine or not options else options
    if not turn.person.guest:
        options[:0] = [(name, one.label(say)) for name, one in follow_ons().items()]
    if await rights.may_steer(turn, question):
        options = [("move", say("Change topic")), await _pointing(turn, question), *options]
    if mine:
        name = [("name", say("Show my name to all"))] if question.anonymous else []
        reach = ("reach", say("Who may see it"))
        options = [("edit", say("Edit the text")), reach, *name, ("withdraw", say("Take it back")), *options]
    ties = await rights.ties_to_question(turn, question)
    if question.state in PUBLIC and rights.may(turn.person, "deliveries.show", *ties):
        options.append(("deliveries", say("See where it has come to")))
    return options


@router.on(Submission, "questions.more")
async def choose(event: Submission, turn: Turn) -> Reply:
    question, say = await visible(turn, event.value), turn.say
    match event.text("what"):
        case "move":
            return Reply(form=await _topic_form(turn, question))
        case "edit":
            return Reply(form=_text_form(turn, question))
        case "reach":
            await rights.need(turn, *await rights.ties_to_question(turn, question), action="questions.reach")
            return Reply(form=await reaching.form(turn, question))
        case "name":
            return await revealing.name_to_all(turn, question)
        case what if what in follow_ons():
            return Reply(form=await follow_ons()[what].open_form(turn, question))
        case "duplicate" | "apart" as what:
            await rights.need_steer(turn, question, "questions.join")
            return await (duplicates.choose if what == "duplicate" else duplicates.part_from)(turn, question)
        case "deliveries":
            from handlers.notifications.deliveries import showing

            return await showing.reply(turn, subject(question.id))
        case "withdraw":
            return await withdraw(turn, question)
        case "report" | "hide" | "restore" as what:
            from handlers.moderation import more as moderation
            from handlers.questions.moderating import describe_question

            reply = await moderation.chosen(turn, describe_question(question), what)
            if reply is not None:
                return reply
    raise UserError("", {"what": say("Choose what to do.")})


async def _pointing(turn: Turn, question: Question) -> tuple[str, str]:
    """To another question, or no longer to it."""
    if question.duplicate_of_id is None:
        return ("duplicate", turn.say("It is the same as another question"))
    other = await turn.store.questions.number(question.duplicate_of_id)
    return ("apart", turn.say("It is not the same as question {id}", id=other))


@router.on(Click, "questions.choose", opens=True)
async def choose_topic(event: Click, turn: Turn) -> Reply:
    return Reply(form=await _topic_form(turn, await asking.own_draft(turn, event.value)))


@router.on(Click, "questions.move", opens=True)
async def choose_new_topic(event: Click, turn: Turn) -> Reply:
    question = await visible(turn, event.value)
    await rights.need_steer(turn, question)
    return Reply(form=await _topic_form(turn, question))


@router.on(Submission, "questions.move")
async def move(event: Submission, turn: Turn) -> Reply:
    """Before it is out: send it there. Afterwards: new rooms get the card, the old card says where it went."""
    question = await _held(turn, event.value)
    await rights.need_steer(turn, question)
    topic = await turn.store.topics.by_slug(event.text("topic"))
    if topic is None:
        raise UserError("", {"topic": turn.say("Choose a topic.")})
    early = question.state in (DRAFT, ACCEPTED)
    if early:
        await turn.store.outbox.cancel(subject=subject(question.id))
    question.topic_id, question.second_topic_id = topic.id, None
    question.topic_confirmed, question.topic_by_id = True, turn.person.id
    if early:
        return await publishing.accept(turn, question, replace=False)
    if not await rooms_for(turn.store, question):
        raise UserError("", {"topic": turn.say("No room carries {topic} yet.", topic=topic.name(turn.say.language))})
    question.publish_at = turn.now
    await promise(turn.store, question)
    await turn.store.outbox.refresh(subject(question.id))
    await index(turn.store, question)
    await escalating.restart(turn.store, question)
    await quieting.moved(turn.store, question)
    return note(turn.say("Question {id} moves to {topic}.", id=question.number, topic=topic.name(turn.say.language)))


@router.on(Click, "questions.edit", opens=True)
async def edit(event: Click, turn: Turn) -> Reply:
    return Reply(form=_text_form(turn, await asking.own_draft(turn, event.value)))


@router.on(Submission, "questions.edit")
async def save_text(event: Submission, turn: Turn) -> Reply:
    question = await asking.own_draft(turn, event.value)
    text = event.text("text")
    if not text:
        raise UserError("", {"text": turn.say("Write what you wonder about.")})
    await rewrite(turn.store, question, text)
    return note(turn.say("Changed. Every copy is redrawn."))


@router.on(Click, "questions.resume")
async def resume(event: Click, turn: Turn) -> Reply:
    """Ask after all what was undone."""
    question = await asking.own_draft(turn, event.value)
    if question.state != WITHDRAWN or question.published_at is not None:
        raise UserError(turn.say("It is already sent."))
    question.state = DRAFT
    return await publishing.accept(turn, question)


async def rewrite(store: Store, question: Question, text: str, at: datetime | None = None) -> None:
    """`at`: when it was changed, by the clock of the platform where it was."""
    if text == question.text or question.state == WITHDRAWN:
        return
    question.text, question.language = text[: asking.LONGEST], language_of(text)
    question.edited_at = at or store.now
    await store.outbox.refresh(subject(question.id))
    await index(store, question)
    await quieting.moved(store, question)


async def withdraw(turn: Turn, question: Question) -> Reply:
    """Copies nobody has answered are deleted; a thread with answers keeps a line in place of the text."""
    from handlers.questions.private_news import redraw_news

    await rights.need_steer(turn, question, "questions.withdraw")
    answered = await turn.store.answers.count(question.id) > 0
    if question.state in (DRAFT, ACCEPTED):
        return await publishing.undo(turn, question)
    question.state = WITHDRAWN
    await index(turn.store, question)
    await escalating.end(turn.store, question.id)
    await quieting.end(turn.store, question.id)
    await unplaced.end(turn.store, question)
    await duplicates.part_all(turn.store, question)
    await redraw_news(turn.store, question.id)
    if answered:
        await turn.store.outbox.cancel(subject=subject(question.id))
        await turn.store.outbox.refresh(subject(question.id))
    else:
        await turn.store.outbox.take_back(subject(question.id))
    return note(turn.say("Question {id} is taken back everywhere.", id=question.number))


async def _held(turn: Turn, value: str) -> Question:
    question = await visible(turn, value, lock=True)
    if question.state == WITHDRAWN:
        raise Missing(turn.say("I do not find that question."))
    return question


async def _topic_form(turn: Turn, question: Question) -> Form:
    say = turn.say
    topics = tuple((row.slug, row.name(say.language)) for row in await turn.store.topics.all())
    now = await turn.store.topics.find(question.topic_id)
    field = Field("topic", say("Topic"), "choice", now.slug if now else "", options=topics)
    return Form(
        say("Change topic"), "questions.move", (field,), say("Send"), str(question.id), note=shorten(question.text, 200)
    )


def _text_form(turn: Turn, question: Question) -> Form:
    say = turn.say
    field = Field("text", say("What do you wonder about?"), "text", question.text[:ROOM])
    title, lost = say("Edit the question"), asking.beyond(turn, question.text)
    return Form(title, "questions.edit", (field,), say("Save"), str(question.id), note=lost)
