"""Publish a numbered edition of totals: preview what it will tell, then notify those who have answered."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.turn import Turn, View
from handlers.notifications.scheduled_notifications import schedule_notification
from handlers.policy.organisation_answers.representatives import list_acting_representatives
from handlers.policy.rounds import edition_previews, editions, round_texts, round_totals
from handlers.policy.rounds.lookup import load_round_to_steer, may_see_round
from storage.directory.people import Person
from storage.policy.published_editions import PublishedEdition
from storage.policy.rounds import ANSWERED, CLOSED, Round, RoundAnswer

router = Router()


class EditionNotice(CardArguments, frozen=True):
    template = "rounds.published"

    round: int
    edition: int


@router.on(Click, "rounds.publish")
async def on_round_publish(event: Click, turn: Turn) -> Reply:
    """Show what an edition made now would tell. Publish nothing."""
    round = await load_round_to_steer(turn, event.value, CLOSED)
    result = await round_totals.build_edition_draft(turn.store, round)
    told = 0 if result.is_empty else len(await _list_edition_readers(turn, round))
    return Reply(await edition_previews.draw_edition_preview(turn, round, result, told))


@router.on(Click, "rounds.confirm_publication")
async def on_round_publication_confirm(event: Click, turn: Turn) -> Reply:
    """Publish what was previewed ("7:1234"). If something has changed since, show the preview once more instead.

    The round is over and locked, so nobody changes an answer between two previews.
    """
    round = await load_round_to_steer(turn, event.value, CLOSED)
    result, say = await round_totals.build_edition_draft(turn.store, round), turn.say
    people = [] if result.is_empty else await _list_edition_readers(turn, round)
    if result.is_empty or edition_previews.EditionValue.parse_value(
        event.value
    ).fingerprint != edition_previews.fingerprint_edition(result.data, result.counted):
        card = await edition_previews.draw_edition_preview(turn, round, result, len(people), changed=True)
        return Reply(card, replace=event.direct)
    edition = PublishedEdition(round_id=round.id, data=result.data, made_by_id=turn.person.id)
    await turn.store.published_editions.publish_edition(edition, result.counted)
    await turn.store.outbox.refresh_copies(round_texts.build_shown_round_subject(round.id))
    told = await _notify_edition_readers(turn, round, edition, people)
    text = say.many("{n} person who has answered gets a message.", "{n} people who have answered get a message.", told)
    row = Buttons((Button(say("Show"), "rounds.open", str(round.id)), Button(say("Download"), "rounds.export",
                                                                              str(round.id))))  # fmt: skip
    parts: list[Part] = [*await editions.draw_edition(turn, edition), Text(text, "subtle"), row]
    return Reply(Card(f"{round.code} {round.title}", tuple(parts)), replace=event.direct)


async def _list_edition_readers(turn: Turn, round: Round) -> list[Person]:
    """Return those who take part in the round and can be reached, each once."""
    people: dict[int, Person] = {}
    for answer, _ in await turn.store.rounds.list_round_answers(round.id):
        if answer.state == ANSWERED:
            people |= {one.id: one for one in await _list_answer_speakers(turn, answer)}
    reached = await turn.store.people.map_last_used_accounts(people.keys())
    return [person for person in people.values() if person.id in reached]


async def _notify_edition_readers(turn: Turn, round: Round, edition: PublishedEdition, people: list[Person]) -> int:
    """Schedule the message about this edition, once for each person. Return how many get it."""
    told = 0
    for person in people:
        told += await schedule_notification(
            turn.store,
            turn.arena,
            person,
            EditionNotice(round.id, edition.id),
            key=f"round:{round.id}:edition:{edition.number}:{person.id}",
            at=turn.now,
            subject=round_texts.build_edition_subject(round.id),
        )
    return told


async def _list_answer_speakers(turn: Turn, answer: RoundAnswer) -> list[Person]:
    """Return the person who answered, if they still represent the organisation, else its representatives."""
    person = await turn.store.people.find(answer.person_id)
    if person is not None and await turn.store.organisations.is_representative(person.id, answer.organisation_id):
        return [person]
    return await list_acting_representatives(turn.store, answer.organisation_id)


@router.card(EditionNotice)
async def draw_published_edition_card(view: View[EditionNotice]) -> Card | None:
    round, edition = (
        await view.store.rounds.find(view.args.round),
        await view.store.published_editions.find(view.args.edition),
    )
    if round is None or edition is None or view.person is None:
        return None
    if not await may_see_round(view.store, view.person, round):
        return draw_withheld(view)
    parts: list[Part] = [Text(view.say("You answered. This was the result:"))]
    parts += await editions.draw_edition(view, edition)
    row = Buttons((Button(view.say("Show"), "rounds.open", str(round.id)),))
    return Card(
        f"{round.code} {round.title}", (*parts, row), summary=round_texts.describe_round_state_line(view, round)
    )
