"""Let an organisation leave: export its data as a file, then withdraw it or leave it to the network."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta

from handlers.access.organisation_fields import draw_organisation_field, parse_organisation_field
from handlers.chat import signed_links
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.record_subjects import build_question_subject
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import Arena, Turn
from handlers.directory.contacts.organisation_card import load_organisation
from handlers.directory.departures.departure_forms import need_remaining_secretariat
from handlers.directory.departures.erasure_handover import notify_new_owners
from handlers.directory.departures.handover_notices import say_farewell
from handlers.directory.departures.handover_rules import hand_over_membership, is_last_membership
from handlers.directory.members.membership_confirmation import notify_membership_rejected
from handlers.exchange.listings.listing_publication import forget_organisation_exchange
from handlers.exchange.plots.plot_publication import forget_organisation_plots
from handlers.library.question_index import index_question
from handlers.library.solutions import publication
from handlers.overview.privacy.authored_content import add_changed_rows, refresh_changed_records
from handlers.overview.privacy.person_erasure import list_erased_names
from handlers.policy import record_retention
from handlers.policy.consultations import consultation_publication
from handlers.questions.question_withdrawal import withdraw_question_everywhere
from storage.directory.organisations import Organisation
from storage.directory.rooms import LOST
from storage.kit.database import Store

router = Router()
PURPOSE, PATH = "privacy.house", "/data/house/{token}"
LINK_VALIDITY = timedelta(hours=1)
WITHDRAW, LEAVE = "withdraw", "leave"
#: tables of what its people wrote for it
WRITTEN = ("questions", "answers", "solutions")
#: maximum number of people whose claim to belong there ends
MOST_CLAIMS = 500
#: reason stored for rooms that the withdrawal closes
WHY = "removed"


@router.on(Click, "privacy.house", opens=True)
async def on_organisation_exit_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    form = Form(
        say("An organisation leaves"),
        "privacy.house",
        (await draw_organisation_field(turn, required=True),),
        say("Show what happens"),
    )
    return Reply(form=form)


@router.on(Submission, "privacy.house")
async def on_organisation_exit_submit(event: Submission, turn: Turn) -> Reply:
    """Offer the file first, because less is left to export afterwards."""
    organisation, say = await parse_organisation_field(turn, event), turn.say
    if organisation is None:
        raise UserError("", {"organisation": say("Choose an organisation.")})
    id = organisation.id
    url = signed_links.build_link_address(
        turn.arena, PURPOSE, PATH, SignedLink(id, person_id=turn.person.id), turn.now + LINK_VALIDITY
    )
    row = [Button(say("Download"), url=url, style="primary")] if url else []
    row.append(Button(say("Remove it"), "privacy.house_leaves", str(id), "danger"))
    text = (
        say(
            "First, download its data as a file: people, questions, answers, solutions and rooms of {name}.",
            name=organisation.name,
        )
        if url
        else say("No link can be made here. Ask whoever runs the bot for a file of its data first.")
    )
    then = say("Then its people lose access, and its rooms are unlinked.")
    return Reply(Card(say("{name} leaves", name=organisation.name), (Text(text), Text(then), Buttons(tuple(row)))))


@router.on(Click, "privacy.house_leaves", opens=True)
async def on_exit_confirmation_open(event: Click, turn: Turn) -> Reply:
    organisation, say = await load_organisation(turn, parse_id(event.value)), turn.say
    what = (
        (WITHDRAW, say("Withdraw its solutions and questions")),
        (LEAVE, say("Leave them to the network, without names")),
    )
    field = Field("what", say("What happens to what it has shared?"), "choice", options=what)
    title = say("Remove it")
    return Reply(
        form=Form(title, "privacy.house_leaves", (field,), title, str(organisation.id), note=organisation.name)
    )


@router.on(Submission, "privacy.house_leaves")
async def on_exit_confirmation_submit(event: Submission, turn: Turn) -> Reply:
    organisation, say, what = await load_organisation(turn, parse_id(event.value)), turn.say, event.get_text("what")
    if what not in (WITHDRAW, LEAVE):
        raise UserError("", {"what": say("Choose one of these.")})
    await _need_others_to_run(turn, organisation)
    if what == WITHDRAW:
        await _withdraw_organisation_records(turn.store, organisation)
    else:
        await _remove_own_names(turn, organisation)
        await _release_organisation_records(turn.store, organisation)
    await record_retention.forget_organisation_answers(turn.store, organisation.id)
    await forget_organisation_exchange(turn.store, organisation.id, turn.today)
    await forget_organisation_plots(turn.store, organisation.id)
    await turn.store.investor_sheets.forget_organisation_sheets(organisation.id)
    await _end_organisation_access(turn, organisation)
    organisation.left_at = turn.now
    return build_text_reply(say("{name} has left the network.", name=organisation.name))


async def _need_others_to_run(turn: Turn, organisation: Organisation) -> None:
    """Raise UserError if the secretariat would leave with the organisation."""
    members = await turn.store.memberships.list_confirmed_members(organisation.id)
    leaving = [person for person in members if await is_last_membership(turn.store, person, organisation)]
    await need_remaining_secretariat(turn, *leaving)


async def _end_organisation_access(turn: Turn, organisation: Organisation) -> None:
    """Hand over what its people own, as when somebody leaves, and tell them. Its rooms carry nothing any more.

    Raises UserError if nobody is there to take something.
    """
    store, by = turn.store, turn.person
    people = sorted(await store.memberships.list_confirmed_members(organisation.id), key=lambda one: one.id == by.id)
    handovers = [await hand_over_membership(store, person, organisation, by=by) for person in people]
    ended = [handover for handover in handovers if handover is not None]
    if len(ended) < len(people):
        raise UserError(turn.say("Nobody could take over: there is no contact and no secretariat."))
    for person, _ in await store.memberships.list_unconfirmed_memberships([organisation.id], limit=MOST_CLAIMS):
        await store.memberships.end_membership(person, organisation.id)
        await notify_membership_rejected(turn, person, organisation)
    for handover in ended:
        await say_farewell(store, handover)
    await notify_new_owners(store, ended, {})
    for id in await store.consultation_responses.withdraw_responses(organisation.id):
        await consultation_publication.redraw_consultation(store, id)
    for room in await store.personal_data.organisation_holdings.list_organisation_rooms(organisation.id):
        room.state, room.lost_why = LOST, WHY
        await store.rooms.set_room_topics(room.id, set())


async def _withdraw_organisation_records(store: Store, organisation: Organisation) -> None:
    for solution in await store.personal_data.organisation_holdings.list_organisation_solutions(organisation.id):
        await publication.erase_solution(store, solution)
    for question in await store.personal_data.organisation_holdings.list_organisation_questions(organisation.id):
        await withdraw_question_everywhere(store, question)


async def _remove_own_names(turn: Turn, organisation: Organisation) -> None:
    """Replace the names of its people in what they wrote for it, and draw that and what they signed again."""
    store, touched = turn.store, defaultdict[str, set[int]](set)
    everybody = await store.people.list_full_names()
    members = await store.memberships.list_confirmed_members(organisation.id)
    names: list[str] = []
    for person in members:
        names += list_erased_names(person, await store.personal_data.list_accounts_of_person(person.id), everybody)
    instead = Say(turn.arena.language, turn.arena.zone)("Former member")
    removal = store.personal_data.name_removal
    add_changed_rows(touched, await removal.remove_names_in_records(WRITTEN, organisation.id, names, instead))
    holdings = store.personal_data.organisation_holdings
    touched["answer"].update(await holdings.list_organisation_answer_ids(organisation.id))
    for person in members[:1]:
        await refresh_changed_records(store, person, touched)


async def _release_organisation_records(store: Store, organisation: Organisation) -> None:
    """Keep the records without an owner and without names: the secretariat looks after them."""
    holdings = store.personal_data.organisation_holdings
    members = {person.id for person in await store.memberships.list_confirmed_members(organisation.id)}
    for solution in await holdings.list_organisation_solutions(organisation.id):
        solution.owner_id, solution.organisation_id, solution.park, solution.contact = None, None, "", ""
        solution.author_id = None
        if solution.verified_by_id in members:
            solution.verified_by_id = None
        await store.solutions.delete_solution_versions(solution.id)  # which name people, and contacts of then
        await publication.synchronise_solution(store, solution, announce=False)
    for question in await holdings.list_organisation_questions(organisation.id):
        question.organisation_id, question.anonymous = None, True
        await index_question(store, question)
        await store.outbox.refresh_copies(build_question_subject(question.id))


async def export_organisation_data(store: Store, arena: Arena, token: str) -> str | None:
    """Return all data of the organisation as JSON: table -> rows. None for an invalid or expired link."""
    link = signed_links.parse_link_token(arena, PURPOSE, token, store.now)
    reader = await store.people.find(link.person_id) if link is not None else None
    organisation = await store.organisations.find(link.id) if link is not None else None
    if reader is None or not reader.secretariat or organisation is None:
        return None
    if await store.workspaces.is_person_blocked(reader.id):
        return None
    known = {
        "made_at": store.now.isoformat(),
        "network": arena.name,
        "organisation": organisation.name,
        "data": await store.personal_data.export_rows_of_organisation(organisation.id),
    }
    return json.dumps(known, ensure_ascii=False, indent=1)
