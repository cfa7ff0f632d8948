"""Publish an edition of what members say of a scheme, which names nobody, after a preview; raise an issue from it."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.issues import raising
from handlers.policy.issues.forms import Filled
from handlers.policy.rounds import previews, words
from handlers.policy.schemes import counting, listing
from handlers.policy.schemes.keeping import year_of
from handlers.policy.schemes.lookup import load_visible_scheme
from storage.policy.published_editions import Edition
from storage.policy.schemes import Scheme

router = Router()
#: reports on a page
PAGE = 8


@router.on(Click, "schemes.publish")
async def preview(event: Click, turn: Turn) -> Reply:
    """Show what an edition made now would tell. Publishes nothing."""
    scheme = await load_visible_scheme(turn, event.value, lock=True)
    return Reply(await _draw_preview(turn, scheme, await _count(turn, scheme)))


@router.on(Click, "schemes.confirm_publication")
async def publish(event: Click, turn: Turn) -> Reply:
    """Publish what was previewed ("7:1234"): what has changed since is shown once more instead."""
    scheme = await load_visible_scheme(turn, event.value, lock=True)
    result = await _count(turn, scheme)
    if event.value.partition(":")[2] != result.fingerprint:
        return Reply(await _draw_preview(turn, scheme, result, changed=True), replace=event.direct)
    edition = Edition(scheme_id=scheme.id, data=result.data, made_by_id=turn.person.id)
    await turn.store.editions.publish(edition, result.counted)
    return Reply(await listing.card(turn, scheme), replace=event.direct)


async def _count(turn: Turn, scheme: Scheme) -> counting.Result:
    """Return what may be told now, for the secretariat. Raises UserError where nothing may be."""
    await rights.need_secretariat(turn)
    result = await counting.found(turn.store, scheme, year_of(turn.arena, turn.now))
    if result is None:
        text = turn.say("Fewer than nine have reported on {name} since what is published. Nothing is told before.",
                        name=scheme.name)  # fmt: skip
        raise UserError(text)
    return result


async def _draw_preview(turn: Turn, scheme: Scheme, result: counting.Result, *, changed: bool = False) -> Card:
    content = await counting.draw_content(turn, Edition(scheme_id=scheme.id, data=result.data))
    value, show = f"{scheme.id}:{result.fingerprint}", Button(turn.say("Show"), "schemes.open", str(scheme.id))
    parts = previews.draw_announcement(
        turn.say, content, "schemes.confirm_publication", value, (show,), changed=changed
    )
    return Card(scheme.name, tuple(parts))


@router.on(Click, "schemes.reports")
async def show_reports(event: Click, turn: Turn) -> Reply:
    """ "3:8", the page that begins with the ninth: what each has said this year, for the secretariat."""
    scheme, say = await load_visible_scheme(turn, event.value), turn.say
    await rights.need_secretariat(turn)
    _, _, at = event.value.partition(":")
    skip = int(at) if at.isdecimal() and len(at) < 5 else 0
    reports = await turn.store.schemes.reports(scheme.id, year_of(turn.arena, turn.now))
    parts: list[Part] = [
        Item(house.name, report.reason, f"{words.verdicts(say)[report.verdict]} · {words.shares(say)[report.shared]}")
        for report, house in reports[skip : skip + PAGE]
    ]
    if not reports:
        parts.append(Text(say("Nobody has reported on it this year.")))
    row = []
    if skip:
        row.append(Button(say("Previous page"), "schemes.reports", f"{scheme.id}:{max(0, skip - PAGE)}"))
    if skip + PAGE < len(reports):
        row.append(Button(say("Next page"), "schemes.reports", f"{scheme.id}:{skip + PAGE}"))
    return Reply(Card(scheme.name, (*parts, *([Buttons(tuple(row))] if row else []))), replace=bool(at))


@router.on(Click, "schemes.raise", opens=True)
async def raise_issue(event: Click, turn: Turn) -> Reply:
    """The form of an issue, with what is published of the scheme and nothing else."""
    scheme, say = await load_visible_scheme(turn, event.value), turn.say
    published = await turn.store.editions.of_scheme(scheme.id)
    if not published:
        raise UserError(say("Nothing is published of {name} yet.", name=scheme.name))
    lines = [counting.line(say, edition) for edition in published]
    for edition in published:
        lines += [
            f"- {text}{f' ({by})' if by else ''}" for text, by in await counting.reasons(turn.store, edition, say)
        ]
    lead = say("This is what members say of {name}, without names.", name=scheme.name)
    filled: Filled = {
        "title": say("{name} should hit what industry needs", name=scheme.name),
        "problem": "\n".join((lead, *lines))[:3000],
        "topics": ("virkemidler",),
        "addressee": scheme.name,
    }
    return Reply(form=await raising.of_words(turn, filled))
