"""The home page: a few entries of each kind with a way to the rest of them, small enough for every platform."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, HomeOpened
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.overview import waiting
from handlers.overview.help import first_steps
from handlers.overview.home import beginnings, following, keeping, meetings, organisations, questions
from handlers.overview.home.sections import Section, listed, shares

router = Router()
#: entries on a page of one section's own, and questions that are looked at
PAGE, ASKED = 6, 50


@router.on(HomeOpened, "")
async def look(_event: HomeOpened, turn: Turn) -> Reply:
    return Reply(await home_card(turn))


@router.on(Command, "home")
async def home(_event: Command, turn: Turn) -> Reply:
    return Reply(await home_card(turn))


@router.on(Click, "home.show")
async def show(_event: Click, turn: Turn) -> Reply:
    return Reply(await home_card(turn))


@router.on(Click, "home.rest")
@router.on(Click, "home.page")
async def show_rest(event: Click, turn: Turn) -> Reply:
    """ "waiting:3": one section's entries from the fourth on; turning its pages, in place of the page before."""
    name, _, start = event.value.partition(":")
    found = next((one for one in await sections(turn) if one.name == name and one.leads_on), None)
    if found is None:
        raise UserError(turn.say("There is nothing more to do here."))
    skip = int(start) if start.isdecimal() and len(start) < 6 and int(start) < found.count else 0
    parts: list[Part] = [*await found.draw(skip, PAGE)] or [Text(found.empty or turn.say("Nothing waits for you."))]
    row = []
    if skip:
        row.append(Button(turn.say("Previous page"), "home.page", f"{name}:{max(0, skip - PAGE)}"))
    if skip + PAGE < found.count:
        row.append(Button(turn.say("Next page"), "home.page", f"{name}:{skip + PAGE}"))
    if row:
        parts.append(Buttons(tuple(row)))
    return Reply(Card(found.title, tuple(parts)), replace=event.name == "home.page")


async def home_card(turn: Turn) -> Card:
    found = await sections(turn)
    parts: list[Part] = [Buttons(first_steps(turn))]
    for section, most in zip(found, shares([one.count for one in found], [one.least for one in found]), strict=True):
        parts += await _drawn(turn, section, most)
    return Card(turn.arena.name, (*parts, Buttons(_ways_on(turn))))


async def sections(turn: Turn) -> list[Section]:
    """The most urgent first."""
    asked = await turn.store.questions.asked_by(turn.person.id, limit=ASKED)
    waits, capped = await waiting.items(turn, asked)
    first = await beginnings.section(turn, quiet=not (asked or waits))
    waits += [] if first.count else waiting.where(turn)
    empty = "" if first.count else turn.say("Nothing waits for you.")
    return [
        first,
        Section("waiting", turn.say("Waits for you"), len(waits), 3, listed(waits), empty, capped=capped),
        await keeping.section(turn),
        await meetings.section(turn),
        await following.section(turn),
        await questions.section(turn),
        await organisations.section(turn),
    ]


async def _drawn(turn: Turn, section: Section, most: int) -> list[Part]:
    if not section.count and not section.empty:
        return []
    entries = await section.draw(0, most) if section.count else [Text(section.empty)]
    parts: list[Part] = [Text(section.title, "strong"), *entries]
    if section.leads_on and section.count > most:
        label = turn.say.many("and {n} more", "and {n} more", section.count - most)
        label = turn.say("and more") if section.capped else label
        parts.append(Buttons((Button(label, "home.rest", f"{section.name}:{most}"),)))
    return parts


def _ways_on(turn: Turn) -> tuple[Button, ...]:
    say, more = turn.say, [Button(turn.say("My profile"), "members.me")]
    if not turn.person.guest:
        more[:0] = [
            Button(say("Topics"), "topics.page"),
            Button(say("Open issues"), "issues.page"),
            Button(say("Open consultations"), "consultations.page"),
            Button(say("Your actions"), "actions.mine"),
        ]
    if turn.person.secretariat:
        more.append(Button(say("Administer"), "admin.show"))
    return tuple(more)
