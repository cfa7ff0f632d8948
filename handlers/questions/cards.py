"""Draw the question card: one look in every room, on every platform, redrawn when anything changes."""

from __future__ import annotations

from handlers.access.visibility import audience_texts
from handlers.chat import outgoing
from handlers.chat.button_values import RecordValue
from handlers.chat.cards import Button, Buttons, Card, Mentions, Part, Quote, Text
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.rich_text.plain_text import extract_plain_text, shorten_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import View
from handlers.directory.display_names import describe_answerer, describe_asker, describe_question_topics, is_person_away
from handlers.questions import files, reaction_counts, room_selection
from handlers.questions.called_people import choose_called_people
from handlers.questions.card_arguments import QuestionCard
from handlers.questions.inactivity import describe_resting_state
from storage.directory.rooms import Room
from storage.kit.database import Store
from storage.questions.card_subjects import QuestionSubject
from storage.questions.questions import ACCEPTED, ANSWERED, DRAFT, HIDDEN, SOLVED, WITHDRAWN, Question
from storage.queue.outbox import DeliveryDraft

router = Router()
#: states in which nobody else sees the question
GONE = (HIDDEN, WITHDRAWN)


def build_room_card_draft(question: Question, room: Room) -> DeliveryDraft:
    """Build the draft of the card for one room, due when the grace period is over."""
    return outgoing.build_room_draft(
        room,
        QuestionCard(question.id),
        key=f"question:{question.id}:{question.sendings}:room:{room.id}",
        subject=build_question_subject(question.id),
        due_at=question.publish_at,
    )


def build_news_subject(question_id: int) -> str:
    """Return the subject of the private notices about a question."""
    return f"question:{question_id}:news"


async def schedule_question_cards(store: Store, question: Question, *, first: bool = False) -> int:
    """Post the card to every room where it belongs and is not yet; return how many rooms have it then.

    A question for the secretariat alone goes to each member of the secretariat where they have no room.
    `first`: it has no card anywhere yet.
    """
    rooms = await room_selection.list_question_rooms(store, question)
    subject = build_question_subject(question.id)
    have = set() if first else await store.posted_copies.list_rooms_with_copy(subject, QuestionCard.template)
    await store.outbox.post_deliveries(
        *(build_room_card_draft(question, room) for room in rooms if room.id not in have)
    )
    if not rooms and await room_selection.is_secretariat_only(store, question):
        for person in await store.people.list_secretariat():
            key = f"question:{question.id}:{question.sendings}:to:{person.id}"
            card, due = QuestionCard(question.id), question.publish_at
            await outgoing.post_to_person(store, person, card, key=key, subject=subject, due_at=due)
    return len(rooms)


@router.card(QuestionCard)
async def draw_question_card(view: View[QuestionCard]) -> Card | None:
    """Draw the question for a room; return None while it is a draft again: an undone question is not sent."""
    question = await view.store.questions.find(view.args.question)
    if question is None or question.state == DRAFT:
        return None
    if question.state in GONE:
        return draw_gone_question(view, question)
    if not question.text:
        old = view.say("Question {id} is old: its text is deleted.", id=question.number)
        return Card("", (Text(old, "subtle"),)) if view.delivery.was_told else None
    room_id = view.delivery.room_id
    if room_id is not None and not await room_selection.may_question_stay_in_room(view.store, question, room_id):
        return await _draw_moved_question(view, question)
    title = view.say("Question about {topic}", topic=await describe_question_topics(view.store, question, view.say))
    by, where = await describe_asker(view.store, question, view.say), str(question.origin.get("platform", ""))
    parts: list[Part] = [Quote(files.format_text_with_files(question.text, question.files, where, view.say), by)]
    parts += await _draw_question_state(view, question)
    beside = files.draw_file_buttons(question.files, where, view.say)
    parts += [Buttons(beside)] if beside else []
    parts.append(Buttons(_draw_question_buttons(view, question)))
    return Card(title, tuple(parts), summary=f"{title}: {shorten_text(question.text, 200)}")


def draw_solved_buttons(say: Say, question: Question) -> Buttons:
    """Draw what whoever said that the question is solved may do next."""
    record = RecordValue("question", question.id).encode_value()
    return Buttons(
        (
            Button(say("Save as solution"), "solutions.write", record, "primary"),
            Button(say("Write the outcome"), "answers.outcome", str(question.id)),
            Button(say("Undo"), "answers.undo", str(question.id)),
        )
    )


def draw_gone_question(view: View, question: Question) -> Card | None:
    """Draw what replaces every copy of a hidden or withdrawn question.

    Return None for a copy that was not sent yet.
    """
    text = view.say("The secretariat has hidden question {id}.", id=question.number)
    if question.state == WITHDRAWN:
        text = view.say("Question {id} was withdrawn by the asker.", id=question.number)
    return Card("", (Text(text, "subtle"),)) if view.delivery.was_told else None


async def _draw_moved_question(view: View, question: Question) -> Card | None:
    """Draw where the question went in place of the old card; return None for a card that was not sent yet."""
    if not view.delivery.was_told:
        return None
    topic = await describe_question_topics(view.store, question, view.say)
    text = view.say("Question {id} moved to {topic}.", id=question.number, topic=topic)
    return Card("", (Text(text), Quote(shorten_markup(question.text, 120))))


def is_edited_in_sight(question: Question) -> bool:
    """Return True if others may have read an earlier text: what is changed before it is sent was never seen."""
    edited, sent = question.edited_at, question.publish_at
    return edited is not None and sent is not None and edited >= sent


async def _draw_question_state(view: View, question: Question) -> list[Part]:
    say = view.say
    parts: list[Part] = []
    seen = question.state != ACCEPTED  # until a room has the card, nobody can have answered or pointed to it
    subject = await view.store.card_subjects.load_question(question.id) if seen else None
    answers = subject.answers if subject is not None else 0
    state = {
        ANSWERED: say.many("{n} answer", "{n} answers", answers),
        SOLVED: say("✅ Solved"),
    }.get(question.state, say("Not answered yet"))
    line = [say("Question {id}", id=question.number), state]
    if is_edited_in_sight(question):
        line.append(say("edited"))
    if question.reach_id is not None:
        line.append(
            await audience_texts.describe_audience(view.store, await view.store.audiences.find(question.reach_id), say)
        )
    room_id = view.delivery.room_id
    room = await view.store.card_subjects.load_room(room_id) if room_id is not None else None
    if room is not None and room.has_public_body:
        line.append(say("public body present"))
    if question.state != SOLVED and question.resting:
        line.append(describe_resting_state(question, say))
    parts.append(Text(" · ".join(line), "subtle"))
    if question.state == SOLVED:
        parts += await _draw_question_solution(view, question)
    elif question.state != ANSWERED:
        parts += await _draw_lead_mentions(view, question)
    parts += await _draw_reception(view, question, subject) if subject is not None else ()
    for kind in list_record_kinds().values():
        if kind.describe_outcome is not None:
            parts += await kind.describe_outcome(view.store, question, say, view.person)
    return parts


async def _draw_reception(view: View, question: Question, subject: QuestionSubject) -> list[Part]:
    """Draw what others have made of the question: the same question asked again, and reactions."""
    say, parts = view.say, list[Part]()
    same = [question.duplicate_of_id] if question.duplicate_of_id is not None else []
    if subject.has_duplicates:
        same += await view.store.questions.list_duplicate_ids(question.id)
    for other in same:
        number = await view.store.questions.find_question_number(other)
        parts.append(Text(say("Same as question {id}.", id=number), "subtle"))
    return [*parts, *await reaction_counts.draw_question_reactions(view.store, question, say)]


async def _draw_question_solution(view: View, question: Question) -> list[Part]:
    answer = await view.store.answers.find(question.accepted_answer_id)
    if answer is None or answer.deleted_at is not None:
        return [Text(extract_plain_text(question.outcome))] if question.outcome else []
    by = await describe_answerer(view.store, answer, question, view.say)
    return [
        Text(view.say("What solved it:"), "strong"),
        Quote(question.outcome or shorten_markup(answer.text, 600), by),
    ]


async def _draw_lead_mentions(view: View, question: Question) -> list[Part]:
    """Add mentions of those called in their own workspace, once: a redrawn card mentions nobody again."""
    place, people = view.place, []
    called = await choose_called_people(view.store, question)
    for person in called.people:
        if is_person_away(person, view.now):
            continue
        for account in await view.store.people.list_reachable_accounts(person.id):
            if (account.platform, account.workspace) == (place.platform, place.workspace):
                people.append((account.user, person.name))
                break
    label = view.say("Secretariat:") if called.secretariat else view.say("Topic lead:")
    return [Mentions(tuple(people), label)] if people else []


def _draw_question_buttons(view: View, question: Question) -> tuple[Button, ...]:
    id, say = str(question.id), view.say
    who = (Button(say("Who asks?"), "questions.who", id),) if question.anonymous else ()
    solved = (Button(say("This solved it"), "answers.solved", f"q{id}"),) if question.state == ANSWERED else ()
    return (
        Button(say("Answer"), "answers.write", id, "primary"),
        *solved,
        Button(say("Follow"), "questions.follow", id),
        *who,
        Button(say("Change or report"), "questions.more", id),
    )
