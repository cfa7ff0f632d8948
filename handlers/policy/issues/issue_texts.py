"""Describe issues: their states, addressees, stances, and counts of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from handlers.chat.say import Say
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.issue_log import AGGREGATE, NAMED, SECRETARIAT
from storage.policy.issue_stances import AGAINST, CONDITIONAL, NEUTRAL, SUPPORT, IssueStance
from storage.policy.issues import (
    ASSESSED,
    CHECK,
    DECIDED,
    DRAFT,
    DROPPED,
    OPEN,
    PROPOSED,
    REPLACED,
    SENT,
    WITHDRAWN,
    WORDS,
    WORKING,
    Issue,
)

#: time without news after which an issue is stale
QUIET = timedelta(days=60)
Said = Sequence[tuple[IssueStance, Organisation]]


def join_issue_texts(issue: Issue) -> str:
    """Return everything that the raiser has written, a paragraph for each field."""
    return "\n".join(getattr(issue, name) for name in WORDS)


def list_issue_state_labels(say: Say) -> dict[str, str]:
    return {
        DRAFT: say("Draft"),
        CHECK: say("Waiting for the secretariat"),
        PROPOSED: say("Proposed"),
        ASSESSED: say("Under review"),
        WORKING: say("In progress"),
        SENT: say("Sent"),
        DECIDED: say("Decision made"),
        DROPPED: say("Shelved"),
        REPLACED: say("Replaced"),
        WITHDRAWN: say("Withdrawn"),
    }


def list_stance_labels(say: Say) -> dict[str, str]:
    return {
        SUPPORT: say("Supports"),
        CONDITIONAL: say("Supports if …"),
        NEUTRAL: say("Neutral"),
        AGAINST: say("Against"),
    }


def list_addressee_labels(say: Say) -> dict[str, str]:
    return {
        "ministry": say("Ministry"),
        "agency": say("Directorate or agency"),
        "committee": say("Committee of the Storting"),
        "county": say("County or county governor"),
        "municipality": say("Municipality"),
        "grid": say("Grid company"),
        "eu": say("EU or EEA body"),
        "other": say("Somebody else"),
    }


def list_evidence_level_labels(say: Say) -> dict[str, str]:
    """Return the labels of who may know who gave the evidence."""
    return {
        NAMED: say("With our name"),
        AGGREGATE: say("Counted, without our name and figure"),
        SECRETARIAT: say("For the secretariat only"),
    }


def describe_addressee(say: Say, issue: Issue) -> str:
    """Return "Arva (nettselskap)", or the name alone where it says its kind: "Energidepartementet"."""
    kind, name = list_addressee_labels(say).get(issue.addressee_kind, ""), issue.addressee
    if not name or not kind:
        return name or kind
    said = any(word in name.casefold() for word in re.findall(r"\w{5,}", kind.casefold()))
    if said or issue.addressee_kind == "other":
        return name
    return f"{name} ({kind if kind[:2].isupper() else kind[:1].lower() + kind[1:]})"


async def describe_topic_names(store: Store, topic_ids: Iterable[int], say: Say) -> str:
    found = [await store.topics.find(id) for id in topic_ids]
    return say.join_names(topic.get_name(say.language) for topic in found if topic is not None)


def is_issue_stale(issue: Issue, now: datetime) -> bool:
    """Return True if the issue is open and has had no news for long."""
    return issue.state in OPEN and issue.news_at is not None and issue.news_at + QUIET <= now


def describe_follower_count(say: Say, n: int) -> str:
    """Return the number of followers, or an empty text if there are none."""
    return say.many("{n} person follows it", "{n} people follow it", n) if n else ""


def describe_stance_counts(say: Say, said: Said) -> str:
    """Return "7 parker og 2 klynger støtter · 1 på vilkår · 1 imot"."""
    of = {
        stance: [organisation for support, organisation in said if support.stance == stance]
        for stance in list_stance_labels(say)
    }
    for_it = of[SUPPORT]
    lines = (
        [say.many("{who} supports", "{who} support", len(for_it), who=describe_organisation_kinds(say, for_it))]
        if for_it
        else []
    )
    if of[CONDITIONAL]:
        lines.append(say.many("{n} with conditions", "{n} with conditions", len(of[CONDITIONAL])))
    if of[NEUTRAL]:
        lines.append(say.many("{n} neutral", "{n} neutral", len(of[NEUTRAL])))
    if of[AGAINST]:
        lines.append(say.many("{n} against", "{n} against", len(of[AGAINST])))
    return " · ".join(lines) or say("Nobody has said anything yet")


def describe_versioned_stance_counts(say: Say, said: Said, issue: Issue) -> str:
    """Return the counts of stances, and how many of them are for an earlier version."""
    older = sum(stance.version < issue.version for stance, _ in said)
    if not older:
        return describe_stance_counts(say, said)
    caveat = say.many("{n} of them for an earlier version", "{n} of them for an earlier version", older)
    return f"{describe_stance_counts(say, said)} · {caveat}"


def describe_organisation_kinds(say: Say, organisations: Sequence[Organisation]) -> str:
    """Return "7 parker og 2 klynger"."""
    n = {kind: sum(one.kind == kind for one in organisations) for kind in ("park", "cluster", "association", "public")}
    rest = len(organisations) - sum(n.values())
    told = (
        say.many("{n} park", "{n} parks", n["park"]) if n["park"] else "",
        say.many("{n} cluster", "{n} clusters", n["cluster"]) if n["cluster"] else "",
        say.many("{n} company", "{n} companies", rest) if rest else "",
        say.many("{n} association", "{n} associations", n["association"]) if n["association"] else "",
        say.many("{n} public body", "{n} public bodies", n["public"]) if n["public"] else "",
    )
    return say.listed([text for text in told if text])
