"""Answer `admin`, `admin leveringer`, `admin rom` in a channel, and `admin kode` for the first member."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights import audit_trail
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Facts, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.secretariat_admission import enter_secretariat_code
from handlers.directory.rooms.room_invitations import register_room
from handlers.directory.rooms.room_links import start_room_link
from handlers.directory.workspaces import admission_by_id, workspace_list
from handlers.overview.admin.failed_deliveries import draw_delivery_overview_card
from handlers.overview.admin.inactive_organisations import draw_inactive_organisations
from handlers.overview.admin.organisation_import import import_typed_rows
from handlers.overview.bare_words.readings import answer_with_button
from handlers.overview.privacy.audit_trail import draw_trail_card
from storage.directory.rooms import LOST

router = Router()


@router.on(Command, "admin")
async def on_admin(event: Command, turn: Turn) -> Reply:
    word, rest = [*event.text.split(maxsplit=1), "", ""][:2]
    match verbs.fold_word(word):
        case "kode" | "code":
            reply = await enter_secretariat_code(turn, rest)
            await audit_trail.record_typed_action(turn, "/admin")
            return reply
        case "logg" | "log":
            await rights.check_right_at_entry(turn, "admin.trail")
            return Reply(await draw_trail_card(turn))
        case "rom" | "room":
            return await _answer_admin_room(event, turn)
        case "hus" | "house" | "houses" | "tenant" | "tenants":
            return await _answer_admin_workspaces(event, turn, rest)
        case "leveringer" | "leveringar" | "deliveries":
            await rights.check_right_at_entry(turn, "admin.deliveries")
            return Reply(await draw_delivery_overview_card(turn))
        case "stille" | "silent":
            return await draw_inactive_organisations(turn, rest.strip())
        case "import" | "importer":
            return await import_typed_rows(turn, rest)
        case "rapporter" | "rapportar" | "reports":
            return await answer_with_button("reports.list")(event, turn) or Reply()
    return Reply(await draw_admin_card(turn))


@router.on(Click, "admin.show")
async def on_admin_show(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_admin_card(turn))


async def draw_admin_card(turn: Turn) -> Card:
    await rights.check_right_at_entry(turn, "admin.show")
    return Card(
        turn.say("Administer {name}", name=turn.arena.name),
        (Facts(await _list_admin_facts(turn)), *await _draw_admin_buttons(turn)),
    )


async def _list_admin_facts(turn: Turn) -> tuple[tuple[str, str], ...]:
    """Count what there is, and what waits for the secretariat."""
    say, store = turn.say, turn.store
    rooms = await store.rooms.list_all_rooms()
    lost = sum(room.state == LOST for room in rooms)
    known = say.format_number(len(rooms))
    viewer, levels = await store.audiences.build_viewer(turn.person), rights.list_solution_levels(turn.person)
    numbers = (
        (say("Organisations"), len(await store.organisations.list_all_organisations())),
        (say("People"), len(await store.people.list_all_people())),
        (say("Unplaced questions"), len(await store.questions.list_triage_questions(limit=1000))),
        (say("Searches to review"), sum(await store.search_terms.count_open_searches(None, levels, viewer))),
        (
            say("Messages that have not arrived"),
            sum(one.count for one in await store.delivery_report.list_delivery_troubles()),
        ),
    )
    return (
        (say("Topics"), say.format_number(len(await store.topics.list_all_topics()))),
        (say("Rooms"), say("{n}, of which {lost} cannot be reached", n=len(rooms), lost=lost) if lost else known),
        *((label, say.format_number(n)) for label, n in numbers),
    )


async def _draw_admin_buttons(turn: Turn) -> tuple[Buttons, ...]:
    """Draw two rows: the lists, each of which adds to itself, and what was done or is to be deleted."""
    say = turn.say
    first = (
        Button(say("Topics"), "admin.topics"),
        Button(say("Rooms"), "admin.rooms"),
        Button(say("Organisations"), "admin.organisations"),
        Button(say("People"), "admin.people"),
        Button(say("Has it arrived?"), "admin.deliveries"),
    )
    second = [
        Button(say("Who did what"), "admin.trail"),
        Button(say("Hidden and restored"), "moderation.trail"),
        Button(say("Delete a person"), "privacy.erase_other"),
        Button(say("An organisation leaves"), "privacy.house"),
    ]
    if turn.arena.gated or await turn.store.workspaces.list_all_workspaces():
        second.insert(0, Button(say("Workspaces"), "workspaces.show"))
    return (Buttons(first), Buttons(tuple(second)))


async def _answer_admin_workspaces(event: Command, turn: Turn, rest: str) -> Reply:
    """Answer `admin hus` with the list; `admin hus legg til ID` admits one."""
    await rights.need_secretariat(turn)
    words = rest.split()
    if not words:
        return Reply(await workspace_list.draw_workspace_list_card(turn))
    if [verbs.fold_word(word) for word in words[:-1]] not in (["legg", "til"], ["add"]):
        raise UserError(turn.say("Write “admin houses” to see them, or “admin houses add” and an id to let one in."))
    reply = await admission_by_id.admit_workspace_by_id(turn, words[-1], None, event.id)
    await audit_trail.record_typed_action(turn, "workspaces.admit")
    return reply


async def _answer_admin_room(event: Command, turn: Turn) -> Reply:
    """Start linking the current room. A refused attempt leaves no trail entry, because nothing of it is stored."""
    if event.direct or not event.place.channel:
        raise UserError(turn.say("Write “admin room” in the channel that you want to link."))
    room = await register_room(turn, event.place, event.room_name)
    return await start_room_link(turn, room, inline=event.reply_to is None)
