"""Change a question: its topic, or what its menu offers; report it, or take it back."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Field, Form, Reply, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_kinds import list_follow_ons
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.question_index import index_question
from handlers.questions import (
    asker_disclosure,
    duplicates,
    inactivity,
    publishing,
    question_broadcasts,
    question_edits,
    question_escalation,
    question_intake,
    question_visibility,
    receipts,
)
from handlers.questions.cards import schedule_question_cards
from handlers.questions.mirroring import mirror_answers
from handlers.questions.question_followers import load_visible_question
from handlers.questions.room_selection import list_question_rooms
from storage.questions.questions import ACCEPTED, DRAFT, HIDDEN, OPEN, PUBLIC, TRIAGE, WITHDRAWN, Question

router = Router()


@router.on(Click, "questions.more", opens=True)
async def on_question_menu_open(event: Click, turn: Turn) -> Reply:
    """Open the menu of what this person may do with the question."""
    question, say = await load_visible_question(turn, event.value), turn.say
    options = await _list_question_options(turn, question)
    what = Field("what", say("What do you want to do?"), "choice", options[0][0], options=tuple(options))
    title, words = say("Question {id}", id=question.number), shorten_text(question.text, 200)
    return Reply(form=Form(title, "questions.more", (what,), say("Choose"), str(question.id), note=words))


async def _list_question_options(turn: Turn, question: Question) -> list[tuple[str, str]]:
    say, mine = turn.say, turn.person.id == question.asker_id
    from handlers.moderation import moderation_menu
    from handlers.questions.question_moderation import build_moderable_question

    options = moderation_menu.list_moderation_choices(turn, build_moderable_question(question))
    if question.state == HIDDEN:
        return [*options, ("withdraw", say("Withdraw it"))] if mine or not options else options
    if not turn.person.guest:
        options[:0] = [
            (name, one.label(say))
            for name, one in list_follow_ons().items()
            if turn.person.secretariat or not one.for_secretariat
        ]
    if await rights.may_steer_question(turn, question):
        options = [("move", say("Change topic")), await duplicates.build_duplicate_option(turn, question), *options]
    if mine:
        name = [("name", say("Show my name to all"))] if question.anonymous else []
        audience = ("reach", say("Who may see it"))
        options = [("edit", say("Edit the text")), audience, *name, ("withdraw", say("Withdraw it")), *options]
    ties = await rights.list_question_ties(turn, question)
    if question.state == OPEN and rights.is_action_allowed(turn.person, "answers.outcome", *ties):
        options.append(("solved", say("I solved it myself") if mine else say("It is solved")))
    if question.state in PUBLIC and rights.is_action_allowed(turn.person, "deliveries.show", *ties):
        options.append(("deliveries", say("See where it arrived")))
    return options


@router.on(Submission, "questions.more")
async def on_question_menu_submit(event: Submission, turn: Turn) -> Reply:
    question, say = await load_visible_question(turn, event.value), turn.say
    match event.get_text("what"):
        case "move":
            return Reply(form=await _draw_topic_form(turn, question))
        case "edit":
            return Reply(form=question_edits.draw_question_text_form(turn, question))
        case "reach":
            await rights.need_right(turn, *await rights.list_question_ties(turn, question), action="questions.reach")
            return Reply(form=await question_visibility.draw_question_audience_form(turn, question))
        case "name":
            return await asker_disclosure.reveal_asker_to_all(turn, question)
        case what if what in list_follow_ons():
            return Reply(form=await list_follow_ons()[what].open_form(turn, question))
        case "duplicate" | "apart" as what:
            await rights.need_question_tie(turn, question, "questions.join")
            return await (duplicates.offer_likely_originals if what == "duplicate" else duplicates.unmark_duplicate)(
                turn, question
            )
        case "deliveries":
            from handlers.notifications.delivery_report import report_card

            return await report_card.build_report_reply(turn, "question", question.id)
        case "solved":
            from handlers.questions.answers import answer_acceptance

            return await answer_acceptance.draw_outcome_form(turn, question)
        case "withdraw":
            return receipts.leave_to_receipt(turn, event, question, await withdraw_question(turn, question))
        case "report" | "hide" | "restore" as what:
            from handlers.moderation import moderation_menu
            from handlers.questions.question_moderation import build_moderable_question

            reply = await moderation_menu.handle_moderation_choice(turn, build_moderable_question(question), what)
            if reply is not None:
                return reply
    raise UserError("", {"what": say("Choose what to do.")})


@router.on(Click, "questions.choose", opens=True)
async def on_question_topic_open(event: Click, turn: Turn) -> Reply:
    return Reply(form=await _draw_topic_form(turn, await question_intake.load_own_question(turn, event.value)))


@router.on(Click, "questions.move", opens=True)
async def on_question_move_open(event: Click, turn: Turn) -> Reply:
    question = await load_visible_question(turn, event.value)
    await rights.need_question_tie(turn, question)
    return Reply(form=await _draw_topic_form(turn, question))


@router.on(Submission, "questions.move")
async def on_question_move_submit(event: Submission, turn: Turn) -> Reply:
    """Move the question to another topic.

    A question that is not published yet is sent there. Afterwards new rooms get the card, and the old card says
    where it went.
    """
    question = await _lock_visible_question(turn, event.value)
    await rights.need_question_tie(turn, question)
    topic = await turn.store.topics.find_topic_by_slug(event.get_text("topic"))
    if topic is None:
        raise UserError("", {"topic": turn.say("Choose a topic.")})
    counted = await question_broadcasts.is_broadcast_counted(turn.store, question)
    question.topic_id, question.second_topic_id = topic.id, None
    question.topic_confirmed, question.topic_by_id = True, turn.person.id
    if question.state == DRAFT:
        return await publishing.accept_question(turn, question, replace=False)
    if question.state in (ACCEPTED, TRIAGE):
        reply = await publishing.resend_question(turn, question, "topic", counted=counted)
        return receipts.leave_to_receipt(turn, event, question, reply)
    if not await list_question_rooms(turn.store, question):
        raise UserError(
            "", {"topic": turn.say("No room has the topic {topic} yet.", topic=topic.get_name(turn.say.language))}
        )
    if turn.person.id == question.asker_id:  # whoever else moves it sorts it
        await question_broadcasts.need_question_broadcast(turn, question, "topic", counted=counted)
    question.publish_at = turn.now
    await schedule_question_cards(turn.store, question)
    await turn.store.outbox.refresh_copies(build_question_subject(question.id))
    # A room that it comes back to gets what was said elsewhere meanwhile.
    await mirror_answers(turn.store, question, await turn.store.answers.list_answers_to_question(question.id))
    await index_question(turn.store, question)
    await question_escalation.restart_question_escalation(turn.store, question)
    await inactivity.record_question_activity(turn.store, question)
    told = turn.say("Question {id} moves to {topic}.", id=question.number, topic=topic.get_name(turn.say.language))
    return receipts.leave_to_receipt(turn, event, question, build_text_reply(told))


@router.on(Click, "questions.resume")
async def on_question_resume(event: Click, turn: Turn) -> Reply:
    """Ask after all the question that was undone."""
    question = await question_intake.load_own_question(turn, event.value)
    if question.state != WITHDRAWN or question.published_at is not None:
        raise UserError(turn.say("It is already sent."))
    question.state = DRAFT
    return await publishing.accept_question(turn, question)


async def withdraw_question(turn: Turn, question: Question) -> Reply:
    """Withdraw the question for whoever may; one that is in no room yet shows its receipt."""
    from handlers.questions.question_withdrawal import withdraw_question_everywhere

    await rights.need_question_tie(turn, question, "questions.withdraw")
    unpublished = question.state in (DRAFT, ACCEPTED, TRIAGE)
    await withdraw_question_everywhere(turn.store, question)
    if unpublished:
        return await receipts.build_receipt_reply(turn, question, replace=True)
    return build_text_reply(turn.say("Question {id} has been withdrawn everywhere.", id=question.number))


async def _lock_visible_question(turn: Turn, value: str) -> Question:
    question = await load_visible_question(turn, value, lock=True)
    if question.state == WITHDRAWN:
        raise Missing(turn.say("I cannot find that question."))
    return question


async def _draw_topic_form(turn: Turn, question: Question) -> Form:
    say = turn.say
    topics = tuple((row.slug, row.get_name(say.language)) for row in await turn.store.topics.list_all_topics())
    now = await turn.store.topics.find(question.topic_id)
    field = Field("topic", say("Topic"), "choice", now.slug if now else "", options=topics)
    return Form(
        say("Change topic"),
        "questions.move",
        (field,),
        say("Send"),
        str(question.id),
        note=shorten_text(question.text, 200),
    )
