"""Ask twice before erasing a person, who asks here or asked the secretariat in another way."""

from __future__ import annotations

from handlers.access.option_fields import reply_with_found_options
from handlers.access.organisation_fields import draw_people_field, list_people_options, parse_people_field
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Field, Form, OptionSource, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Query, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.overview.privacy.person_erasure import erase_person
from storage.directory.people import Person

router = Router()
#: action of the secretariat that erases somebody who asked in another way
ERASE = "privacy.erase_other"


@router.on(Command, "erase")
async def on_erase(_event: Command, turn: Turn) -> Reply:
    """Ask for confirmation, the first step of two."""
    say = turn.say
    lines = (
        say("Your name, profile and accounts are deleted, and so are questions and answers that nobody relies on."),
        say("Solutions you shared, and answers that solved something, stay, without your name."),
        say("It cannot be undone. Download your data first if you want to keep it."),
    )
    row = (Button(say("Delete me"), "privacy.erase", style="danger"), Button(say("My data"), "privacy.data"))
    return Reply(Card(say("Delete everything stored about you?"), (*(Text(line) for line in lines), Buttons(row))))


@router.on(Click, "privacy.erase", opens=True)
async def on_privacy_erase_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    return Reply(form=Form(say("Delete me"), "privacy.erase", (_draw_confirmation_word(turn),), say("Delete")))


@router.on(Submission, "privacy.erase")
async def on_privacy_erase_submit(event: Submission, turn: Turn) -> Reply:
    _need_confirmation_word(turn, event)
    await _need_another_secretariat(turn, turn.person)
    await erase_person(turn.store, turn.arena, turn.classifier, turn.person)
    return build_text_reply(turn.say("Deleted. What you shared and others rely on stays, without your name."))


@router.on(Click, ERASE, opens=True)
async def on_privacy_erase_other_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    who = await draw_people_field(turn, "person", say("Who?"), several=False, required=True, former=OptionSource(ERASE))
    return Reply(form=Form(say("Delete a person"), ERASE, (who, _draw_confirmation_word(turn)), say("Delete")))


@router.on(Query, ERASE)
async def on_privacy_erase_other_search(event: Query, turn: Turn) -> Reply:
    return reply_with_found_options(event, await list_people_options(turn, left=True))


@router.on(Submission, ERASE)
async def on_privacy_erase_other_submit(event: Submission, turn: Turn) -> Reply:
    found = await parse_people_field(turn, event, "person", left=True)
    if not found:
        raise UserError("", {"person": turn.say("Choose somebody.")})
    _need_confirmation_word(turn, event)
    await _need_another_secretariat(turn, found[0])
    await erase_person(turn.store, turn.arena, turn.classifier, found[0])
    return build_text_reply(turn.say("Deleted. What they shared and others rely on stays, without their name."))


def _draw_confirmation_word(turn: Turn) -> Field:
    say = turn.say
    return Field("word", say("Write DELETE to continue"), hint=say("It cannot be undone."), most=20)


def _need_confirmation_word(turn: Turn, event: Submission) -> None:
    if verbs.fold_word(event.get_text("word")) not in {"delete", "slett", verbs.fold_word(turn.say("DELETE"))}:
        raise UserError("", {"word": turn.say("Write DELETE to continue, or close the form.")})


async def _need_another_secretariat(turn: Turn, person: Person) -> None:
    """Raise UserError for the last member of the secretariat: a network without one cannot be led."""
    if person.secretariat and len(await turn.store.people.lock_secretariat()) == 1:
        raise UserError(turn.say("Nobody else is in the secretariat. Add somebody first."))
