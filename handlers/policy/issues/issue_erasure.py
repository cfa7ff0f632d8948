"""Delete the issue drafts of a person who is erased; what others have seen stays without the name."""

from __future__ import annotations

from storage.directory.people import Person
from storage.kit.database import Store

#: more than anybody has; a limit that the query needs
MOST_DRAFTS = 1000


async def retract_issues(store: Store, person: Person) -> set[int]:
    for draft in await store.issues.list_issue_drafts_of_person(person.id, limit=MOST_DRAFTS):
        await store.issues.delete_issue_draft(draft)
    return await store.personal_data.authored_content.list_involved_issue_ids(person.id)
