"""Steps: what happens on the day of each, and who is told: only those who have something to do that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from handlers.chat.turn import Arena
from handlers.notifications.pushes import push
from handlers.policy.consultations import asked
from handlers.policy.consultations.days import ANNOUNCE, COMMENTS, DRAFT, FINAL, INTEREST, SEND, SIGNATURES
from handlers.policy.consultations.publishing import notice_subject, spread
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.consultation_responses import COMMENT, YES
from storage.policy.consultations import Consultation

#: what is not overtaken by the next step
ALWAYS = (ANNOUNCE, SEND)


async def take(store: Store, arena: Arena, consultation: Consultation, step: str, until: datetime | None) -> None:
    """`until`: when the next step comes, and this one is no news any more."""
    if step == ANNOUNCE:
        consultation.announced_at = store.now
        await spread(store, consultation)
        return
    if step == INTEREST:
        await _ask(store, arena, consultation, "consultations.interest", await _unheard(store, consultation), until)
    elif step == COMMENTS:
        people = await _without_comment(store, consultation) if consultation.version else []
        await _ask(store, arena, consultation, "consultations.comments_due", people, until)
    elif step == SIGNATURES:
        people = await _silent(store, consultation) if consultation.version else []
        await _ask(store, arena, consultation, "consultations.signatures", people, until)
    elif (step, bool(consultation.version), consultation.final) not in _NOTHING_TO_DO:
        people = list(await asked.keepers(store, consultation))
        await _ask(store, arena, consultation, "consultations.due", people, until, step=step)
    await spread(store, consultation)


#: step, whether there is a draft, whether it is final: whoever writes has done it already
_NOTHING_TO_DO = {(DRAFT, True, False), (DRAFT, True, True), (FINAL, True, True)}


async def tell(
    store: Store, arena: Arena, people: Iterable[Person], template: str, args: dict[str, Any], key: str
) -> None:
    """In the hours of each; once for this key, however often it is told."""
    subject = notice_subject(args["consultation"])
    for person in people:
        await push(store, arena, person, template, args, key=f"{key}:{person.id}", at=store.now, subject=subject)


async def _ask(
    store: Store, arena: Arena, consultation: Consultation, template: str, people: Iterable[Person],
    until: datetime | None, **more: str,
) -> None:  # fmt: skip
    args = {"consultation": consultation.id, **more}
    key = ":".join((f"consultation:{consultation.id}:{template.partition('.')[2]}", *more.values()))
    for person in people:
        await push(
            store, arena, person, template, args, key=f"{key}:{person.id}", at=store.now,
            subject=notice_subject(consultation.id), expires_at=until,
        )  # fmt: skip


async def _unheard(store: Store, consultation: Consultation) -> list[Person]:
    """Of organisations that have said nothing at all."""
    heard = {house.id for _, house in await store.voices.of(consultation.id)}
    houses = [one for one in await asked.houses(store, consultation) if one.id not in heard]
    return list((await asked.speakers(store, houses, consultation)).values())


async def _silent(store: Store, consultation: Consultation) -> list[Person]:
    """Of organisations that have said nothing that would do for an answer."""
    houses = await asked.houses(store, consultation)
    done = asked.answered(await store.voices.of(consultation.id), houses, consultation)
    return list((await asked.speakers(store, [one for one in houses if one.id not in done], consultation)).values())


async def _without_comment(store: Store, consultation: Consultation) -> list[Person]:
    """Of organisations that it concerns, that do not sign yet and have written nothing."""
    wrote = {note.organisation_id for note in await store.voices.notes(consultation.id, COMMENT)}
    waiting = [
        house
        for voice, house in await store.voices.of(consultation.id)
        if voice.affected == YES and not voice.signs and house.id not in wrote
    ]
    return list((await asked.speakers(store, waiting, consultation)).values())
