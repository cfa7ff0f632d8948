"""Me: what the bot knows of a person, and how to change it."""

from __future__ import annotations

from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Facts, Reply
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.members import hours
from handlers.members.arriving import NAMES, language_buttons, speak
from storage.organisations import CONTACT
from storage.people import GUEST, SECRETARIAT, Person

router = Router()
#: how the languages are written, as `verbs.fold` leaves them
SPOKEN = {
    "nb": "nb", "bokmal": "nb", "norsk": "nb", "norwegian": "nb",
    "nn": "nn", "nynorsk": "nn",
    "en": "en", "engelsk": "en", "english": "en",
}  # fmt: skip


@router.on(Command, "me")
async def me(event: Command, turn: Turn) -> Reply:
    """`meg`, `meg språk nynorsk`, or `meg pause til fredag`."""
    words, what = event.text.split(), hours.begins(event.text)
    if what:
        return await hours.write(turn, what, event.text.split(maxsplit=1)[1] if len(words) > 1 else "")
    language = SPOKEN.get(verbs.fold(words[-1]), "") if words else ""
    return await speak(turn, language) if language else Reply(await profile_card(turn))


@router.on(Click, "members.me")
async def show_me(_event: Click, turn: Turn) -> Reply:
    return Reply(await profile_card(turn))


async def profile_card(turn: Turn) -> Card:
    say, person, store = turn.say, turn.person, turn.store
    organisation = await store.organisations.find(person.organisation_id)
    house = organisation.name if organisation else say("none yet")
    if organisation and not person.confirmed:
        house = say("{organisation} (waits to be confirmed)", organisation=organisation.name)
    rows = [
        (say("Name"), person.name),
        (say("Organisation"), house),
        (say("Role"), ", ".join(await roles(turn, person))),
        (say("Language"), NAMES[say.language]),
        (say("Topics you follow"), await _followed(turn) or say("none")),
        *await _helped(turn),
        (say("Reminders"), hours.describe(turn)),
        *hours.paused(turn),
    ]
    where = say("Change organisation") if organisation else say("Where do you belong?")
    row = [Button(where, "members.where"), Button(say("Reminders and hours"), "members.hours"), *language_buttons(say)]
    if not person.guest:
        row += [Button(say("Topics"), "topics.page"), Button(say("Calendar"), "calendar.feeds")]
    return Card(say("You in {name}", name=turn.arena.name), (Facts(tuple(rows)), Buttons(tuple(row))))


async def roles(turn: Turn, person: Person) -> list[str]:
    """ "medlem", "kontaktperson for Eksempel Industripark", "temaansvarlig for Nett og nettkapasitet" ..."""
    say, store = turn.say, turn.store
    found = [role_name(say, person.role)]
    for organisation in await store.organisations.represented_by(person.id):
        role = await store.organisations.role_of(person.id, organisation.id)
        text = say("contact for {name}") if role == CONTACT else say("deputy for {name}")
        found.append(text.format(name=organisation.name))
    found += [
        say("topic lead for {topic}", topic=topic.name(say.language)) for topic in await store.topics.led_by(person.id)
    ]
    return found


def role_name(say: Say, role: str) -> str:
    return {SECRETARIAT: say("secretariat"), GUEST: say("guest")}.get(role, say("member"))


async def _followed(turn: Turn) -> str:
    topics = await turn.store.topics.followed_by(turn.person.id)
    return ", ".join(topic.name(turn.say.language) for topic in topics)


async def _helped(turn: Turn) -> tuple[tuple[str, str], ...]:
    topics = await turn.store.topics.helped_by(turn.person.id)
    names = ", ".join(topic.name(turn.say.language) for topic in topics)
    return ((turn.say("You may be asked about"), names),) if names else ()
