"""Delete me: said twice, by the person or by the secretariat for somebody who asked in another way."""

from __future__ import annotations

from handlers.access.organisation_fields import people_chosen, people_field
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.overview.privacy.erasing import erase
from storage.directory.people import Person

router = Router()


@router.on(Command, "erase")
async def ask(_event: Command, turn: Turn) -> Reply:
    """The first word of two."""
    say = turn.say
    lines = (
        say("Your name, your profile and your accounts go, and your questions and answers that nobody relies on."),
        say("Solutions you shared, and answers that solved something, stay without your name."),
        say("It cannot be undone. Take out your data first if you want to keep it."),
    )
    row = (Button(say("Delete me"), "privacy.erase", style="danger"), Button(say("My data"), "privacy.data"))
    return Reply(Card(say("Delete what I know of you?"), (*(Text(line) for line in lines), Buttons(row))))


@router.on(Click, "privacy.erase", opens=True)
async def confirm(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    return Reply(form=Form(say("Delete me"), "privacy.erase", (_word(turn),), say("Delete")))


@router.on(Submission, "privacy.erase")
async def erase_me(event: Submission, turn: Turn) -> Reply:
    _need_word(turn, event)
    await _need_another(turn, turn.person)
    await erase(turn.store, turn.arena, turn.mind, turn.person)
    return note(turn.say("Deleted. What you shared and others rely on stays without your name."))


@router.on(Click, "privacy.erase_other", opens=True)
async def choose(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    who = await people_field(turn, "person", say("Whom?"), several=False, required=True, left=True)
    return Reply(form=Form(say("Delete a person"), "privacy.erase_other", (who, _word(turn)), say("Delete")))


@router.on(Submission, "privacy.erase_other")
async def erase_other(event: Submission, turn: Turn) -> Reply:
    found = await people_chosen(turn, event, "person", left=True)
    if not found:
        raise UserError("", {"person": turn.say("Choose somebody.")})
    _need_word(turn, event)
    await _need_another(turn, found[0])
    await erase(turn.store, turn.arena, turn.mind, found[0])
    return note(turn.say("Deleted. What the person shared and others rely on stays without the name."))


def _word(turn: Turn) -> Field:
    say = turn.say
    return Field("word", say("Write DELETE to go on"), hint=say("It cannot be undone."), most=20)


def _need_word(turn: Turn, event: Submission) -> None:
    if verbs.fold(event.text("word")) not in {"delete", "slett", verbs.fold(turn.say("DELETE"))}:
        raise UserError("", {"word": turn.say("Write DELETE to go on, or close the form.")})


async def _need_another(turn: Turn, person: Person) -> None:
    """A network without a secretariat cannot be led."""
    if person.secretariat and len(await turn.store.people.secretariat()) == 1:
        raise UserError(turn.say("Nobody else is in the secretariat. Let somebody in first."))
