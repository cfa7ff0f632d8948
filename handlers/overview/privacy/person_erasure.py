"""Erase a person from every table, index and room; what others rely on stays without the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.directory.departures.erasure_handover import hand_over_before_erasure
from handlers.language import TopicClassifier
from handlers.language.index_terms import compute_impacts
from handlers.language.text_analysis import analyse_text
from handlers.overview.privacy import authored_content
from handlers.overview.privacy.authored_content import ChangedRecords
from storage.directory.account_traces import AccountTrace
from storage.directory.people import GUEST, Account, Person
from storage.kit.database import Store

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++")
#: Minimum number of letters: of a name's part that is searched in addresses, and of an account id among other words.
PART, ID = 3, 6


async def erase_person(store: Store, arena: Arena, classifier: TopicClassifier, person: Person) -> None:
    """Erase the person in one unit of work: either nothing is known afterwards, or nothing has changed."""
    accounts = await store.personal_data.list_accounts_of_person(person.id)
    names = [
        *list_erased_names(person, accounts, await store.people.list_full_names()),
        *await _list_person_addresses(store, person),
    ]
    traces = await store.personal_data.build_account_traces(person.id)
    touched = await authored_content.retract_authored_content(store, person)
    await hand_over_before_erasure(store, person)
    await store.session.flush()
    touched |= await store.personal_data.authored_content.list_notified_rows(person.id)
    await store.reports.erase_reports_by(person.id)
    await store.personal_data.erase_person_rows(person.id)
    await store.personal_data.erase_accounts(traces)
    _blank_person(person, arena, store.now)
    await store.session.flush()
    await _replace_names_everywhere(store, names, traces, touched, person.name)
    await authored_content.refresh_changed_records(store, person, touched)
    terms = {
        term
        for name in names
        for language in ("nb", "en")
        for term in compute_impacts([(analyse_text(name, language), 1.0)])
    }
    await store.personal_data.delete_term_counts(terms)
    classifier.stale = True


async def _replace_names_everywhere(
    store: Store, names: Sequence[str], traces: Sequence[AccountTrace], touched: ChangedRecords, instead: str
) -> None:
    """Replace names and ids in what others wrote, and reload what is held in memory."""
    found = [await store.personal_data.name_removal.remove_names(names, instead)]
    found += [
        await store.personal_data.name_removal.remove_account_id(one, instead)
        for one in traces
        if _is_distinctive_id(one.user)
    ]
    await store.bulk_rows.release_loaded_rows()
    for changed in found:
        authored_content.add_changed_rows(touched, changed)


def _is_distinctive_id(id: str) -> bool:
    """Return True if an account's id can be told from other words."""
    return len(id) >= ID and re.search(r"\d", id) is not None


def list_erased_names(person: Person, accounts: Sequence[Account], others: Sequence[str]) -> list[str]:
    """List full names. A single word counts only if it is no part of anybody else's name."""
    found = {name.strip() for name in (person.name, *(account.name for account in accounts)) if name.strip()}
    taken = {part.casefold() for name in others if name not in found for part in name.split()}
    return sorted((name for name in found if " " in name or name.casefold() not in taken), key=len, reverse=True)


async def _list_person_addresses(store: Store, person: Person) -> list[str]:
    """List e-mail addresses made of the person's name, from the texts of all records that have to do with them."""
    parts = [part.casefold() for part in re.split(r"\W+", person.name) if len(part) >= PART]
    texts = "\n".join(await store.personal_data.name_removal.list_texts_with_addresses(person.id))
    return sorted(
        {
            found
            for found in _ADDRESS.findall(texts)
            if any(part in found.partition("@")[0].casefold() for part in parts)
        }
    )


def _blank_person(person: Person, arena: Arena, now: datetime) -> None:
    """Empty the row and keep it, because other rows refer to it."""
    person.name = Say(arena.language, arena.zone)("Former member")
    person.code, person.role, person.organisation_id, person.confirmed = None, GUEST, None, False
    person.language, person.zone, person.push_from, person.push_to = arena.language, "", "", ""
    person.paused_until, person.digest, person.erased_at, person.language_open = None, False, now, False
