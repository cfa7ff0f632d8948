"""Show what the bot knows of a person, and how to change it."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Facts, Reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.members import notification_hours, organisation_switch
from handlers.directory.members.member_welcome import NAMES, draw_language_buttons
from handlers.directory.members.membership_claims import find_wished_organisation
from handlers.directory.topics import topic_pace
from storage.directory.memberships import MembershipView
from storage.directory.organisations import CONTACT
from storage.directory.people import GUEST, SECRETARIAT, Person
from storage.directory.topic_followers import AT_ONCE

router = Router()


@router.on(Click, "members.me")
async def on_profile_show(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_profile_card(turn))


async def draw_profile_card(turn: Turn) -> Card:
    say, person = turn.say, turn.person
    belongs = await turn.store.memberships.list_memberships_of_person(person)
    wished = "" if belongs else await find_wished_organisation(turn.store, person)
    rows = [
        (say("Name"), person.name),
        *_list_organisation_rows(say, belongs, wished),
        (say("Role"), ", ".join(await list_role_names(turn, person))),
        (say("Language"), NAMES[say.language]),
        (say("Topics you follow"), await _describe_followed_topics(turn) or say("none")),
        *await _list_helped_topics(turn),
        (say("Reminders"), notification_hours.describe_reminder_hours(turn)),
        *notification_hours.list_pause_rows(turn),
    ]
    row = [Button(say("Reminders and hours"), "members.hours"), *draw_language_buttons(say)]
    if not person.guest:
        row += [Button(say("Topics"), "topics.page"), Button(say("Calendar"), "calendar.feeds")]
    if not belongs and not person.guest:
        row.insert(0, Button(say("Choose your organisation"), "members.where", style="" if wished else "primary"))
    second = [Button(say("Add an organisation"), "members.where")] if belongs else []
    second += [*organisation_switch.draw_switch_buttons(turn, belongs)]
    second.append(Button(say("Linked accounts"), "accounts.show"))
    second.append(Button(say("My data"), "privacy.data"))
    if belongs:
        second.append(Button(say("Leave"), "departures.choose"))
    parts = (Facts(tuple(rows)), Buttons(tuple(row)), Buttons(tuple(second)))
    return Card(say("You in {name}", name=turn.arena.name), parts)


def _list_organisation_rows(say: Say, belongs: list[MembershipView], wished: str) -> list[tuple[str, str]]:
    """List the organisation that the person acts for, then the others; `wished`: one that is not there yet."""
    none = say("{organisation} (waits to be confirmed)", organisation=wished) if wished else say("none yet")
    names = [
        one.organisation.name
        if one.confirmed
        else say("{organisation} (waits to be confirmed)", organisation=one.organisation.name)
        for one in belongs
    ]
    acting = [name for name, one in zip(names, belongs, strict=True) if one.acting]
    beside = [name for name, one in zip(names, belongs, strict=True) if not one.acting]
    rows = [(say("Organisation"), ", ".join(acting) or none)]
    return rows + ([(say("Also belongs to"), ", ".join(beside))] if beside else [])


async def list_role_names(turn: Turn, person: Person) -> list[str]:
    """List the roles: "medlem", "kontaktperson for Eksempel Industripark",
    "temaansvarlig for Nett og nettkapasitet" ...
    """
    say, store = turn.say, turn.store
    found = [describe_role(say, person.role)]
    for organisation in await store.organisations.list_organisations_represented_by(person.id):
        role = await store.organisations.get_representative_role(person.id, organisation.id)
        text = say("contact for {name}") if role == CONTACT else say("deputy for {name}")
        found.append(text.format(name=organisation.name))
    found += [
        say("topic lead for {topic}", topic=topic.get_name(say.language))
        for topic in await store.topics.list_topics_led_by(person.id)
    ]
    return found


def describe_role(say: Say, role: str) -> str:
    return {SECRETARIAT: say("secretariat"), GUEST: say("guest")}.get(role, say("member"))


async def _describe_followed_topics(turn: Turn) -> str:
    """Describe the followed topics: "Nett og nettkapasitet (hver morgen), HMS". The pace at once is left out."""
    say, found = turn.say, []
    for topic in await turn.store.topics.list_followed_topics(turn.person.id):
        pace, name = await turn.store.topics.get_topic_pace(topic.id, turn.person.id), topic.get_name(say.language)
        found.append(name if pace == AT_ONCE else f"{name} ({topic_pace.describe_pace(say, pace)})")
    return ", ".join(found)


async def _list_helped_topics(turn: Turn) -> tuple[tuple[str, str], ...]:
    topics = await turn.store.topics.list_helped_topics(turn.person.id)
    names = turn.say.join_names(topic.get_name(turn.say.language) for topic in topics)
    return ((turn.say("You can be asked about"), names),) if names else ()
