"""Erase: a person goes from every table, index and room; what others rely on stays without the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.directory.departures.handing import hand_over
from handlers.language import Mind
from handlers.language.finding import keep
from handlers.language.terms import impacts
from handlers.language.words import read
from handlers.library.indexing import index
from handlers.library.solutions.publishing import document
from handlers.overview.privacy import words
from handlers.overview.privacy.words import Touched
from handlers.policy.consultations import publishing as hearings
from handlers.policy.issues import publishing as policy
from storage.directory.account_traces import AccountTrace
from storage.directory.people import GUEST, Account, Person
from storage.kit.database import Store
from storage.library.solutions import PUBLISHED
from storage.policy.issues import PUBLIC as RAISED

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
#: letters of a part of a name that may stand in an address, and of an account's id that is told from other words
PART, ID = 3, 6


async def erase(store: Store, arena: Arena, mind: Mind, person: Person) -> None:
    """All in one unit of work: either nothing is known of the person afterwards, or everything is as it was."""
    accounts = await store.privacy.accounts(person.id)
    names = [*_names(person, accounts, await store.people.full_names()), *await _addresses(store, person)]
    traces = await store.privacy.trace_accounts(person.id)
    touched = await words.take_back(store, person)
    for one in await store.memberships.of(person):
        await hand_over(store, person, one.organisation, by=person)
    await store.session.flush()
    await store.privacy.forget_rows(person.id)
    await store.privacy.forget_accounts(traces)
    _blank(person, arena, store.now)
    await store.session.flush()
    await _sweep(store, names, traces, touched, person.name)
    touched.questions.update(await store.privacy.writings.questions_of(touched.answers))
    await _index(store, touched)
    terms = {term for name in names for language in ("nb", "en") for term in impacts([(read(name, language), 1.0)])}
    await store.privacy.forget_terms(terms)
    for row in await store.privacy.writings.copies(person.id, touched.questions, touched.answers, touched.solutions):
        await store.outbox.redraw_one(row)
    mind.stale = True


async def _sweep(
    store: Store, names: Sequence[str], traces: Sequence[AccountTrace], touched: Touched, instead: str
) -> None:
    """Take names and ids out of what others wrote; what is loaded afterwards says it."""
    found = [await store.privacy.sweeping.sweep(names, instead)]
    found += [await store.privacy.sweeping.sweep_id(one, instead) for one in traces if _is_telling(one.user)]
    await store.let_go()
    for changed in found:
        touched.questions.update(key[0] for key in changed.get("questions", ()))
        touched.solutions.update(key[0] for key in changed.get("solutions", ()))
        touched.answers.update(key[0] for key in changed.get("answers", ()))
        touched.issues.update(key[0] for key in changed.get("issues", ()))
        touched.consultations.update(key[0] for key in changed.get("consultations", ()))


def _is_telling(id: str) -> bool:
    """Return whether an account's id can be told from other words."""
    return len(id) >= ID and re.search(r"\d", id) is not None


def _names(person: Person, accounts: Sequence[Account], others: Sequence[str]) -> list[str]:
    """Full names; a single word only where it is nobody else's name too."""
    found = {name.strip() for name in (person.name, *(account.name for account in accounts)) if name.strip()}
    taken = {part.casefold() for name in others if name not in found for part in name.split()}
    return sorted((name for name in found if " " in name or name.casefold() not in taken), key=len, reverse=True)


async def _addresses(store: Store, person: Person) -> list[str]:
    """E-mail addresses that are made of the person's name, from what they wrote and where they are the contact."""
    parts = [part.casefold() for part in re.split(r"\W+", person.name) if len(part) >= PART]
    texts = "\n".join(await words.written(store, person))
    return sorted(
        {
            found
            for found in _ADDRESS.findall(texts)
            if any(part in found.partition("@")[0].casefold() for part in parts)
        }
    )


def _blank(person: Person, arena: Arena, now: datetime) -> None:
    """The row stands where others point to it, and says nothing."""
    person.name = Say(arena.language, arena.zone)("Former member")
    person.code, person.role, person.organisation_id, person.confirmed = None, GUEST, None, False
    person.language, person.zone, person.push_from, person.push_to = arena.language, "", "", ""
    person.paused_until, person.digest, person.erased_at, person.language_open = None, False, now, False


async def _index(store: Store, touched: Touched) -> None:
    for question in (await store.questions.many(sorted(touched.questions))).values():
        await index(store, question)
    for solution in (await store.solutions.many(sorted(touched.solutions))).values():
        if solution.state == PUBLISHED:
            await keep(store, document(solution))
    for issue in (await store.issues.many(touched.issues)).values():
        if issue.state in RAISED:
            await keep(store, policy.document(issue, await store.issues.topics(issue.id)))
        await policy.redraw(store, issue.id)
    for asked in (await store.consultations.many(touched.consultations)).values():
        await hearings.spread(store, asked)
