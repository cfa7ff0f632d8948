"""What issues are called: their states, whom they are addressed to, what organisations say of them, and how many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from handlers.chat.say import Say
from storage.directory.organisations import Organisation
from storage.kit.database import Store
from storage.policy.issue_log import AGGREGATE, NAMED, SECRETARIAT
from storage.policy.issue_stances import AGAINST, CONDITIONAL, NEUTRAL, SUPPORT, IssueSupport
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

#: without news for so long it is flagged
QUIET = timedelta(days=60)
Said = Sequence[tuple[IssueSupport, Organisation]]


def written(issue: Issue) -> str:
    """All that its raiser has written of it, a paragraph for each field."""
    return "\n".join(getattr(issue, name) for name in WORDS)


def states(say: Say) -> dict[str, str]:
    return {
        DRAFT: say("Draft"),
        CHECK: say("Waits for the secretariat"),
        PROPOSED: say("Proposed"),
        ASSESSED: say("Under review"),
        WORKING: say("In work"),
        SENT: say("Sent"),
        DECIDED: say("Decision made"),
        DROPPED: say("Laid aside"),
        REPLACED: say("Replaced"),
        WITHDRAWN: say("Taken back"),
    }


def stances(say: Say) -> dict[str, str]:
    return {
        SUPPORT: say("Supports"),
        CONDITIONAL: say("Supports if …"),
        NEUTRAL: say("Neutral"),
        AGAINST: say("Against"),
    }


def addressees(say: Say) -> dict[str, str]:
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


def levels(say: Say) -> dict[str, str]:
    """Who may know whose evidence it is."""
    return {
        NAMED: say("With our name"),
        AGGREGATE: say("Counted, without our name and figure"),
        SECRETARIAT: say("For the secretariat alone"),
    }


def addressee(say: Say, issue: Issue) -> str:
    """ "Departement: Energidepartementet"."""
    kind = addressees(say).get(issue.addressee_kind, "")
    return f"{kind}: {issue.addressee}" if issue.addressee else kind


async def topic_names(store: Store, topic_ids: Iterable[int], say: Say) -> str:
    found = [await store.topics.find(id) for id in topic_ids]
    return ", ".join(topic.name(say.language) for topic in found if topic is not None)


def is_stale(issue: Issue, now: datetime) -> bool:
    """Open, and nothing has been told of it for long."""
    return issue.state in OPEN and issue.news_at is not None and issue.news_at + QUIET <= now


def followed(say: Say, n: int) -> str:
    """Empty where nobody does."""
    return say.many("{n} person follows it", "{n} people follow it", n) if n else ""


def counted(say: Say, said: Said) -> str:
    """ "7 parker og 2 klynger støtter · 1 på vilkår · 1 imot"."""
    of = {
        stance: [organisation for support, organisation in said if support.stance == stance] for stance in stances(say)
    }
    for_it = of[SUPPORT]
    lines = [say.many("{who} supports", "{who} support", len(for_it), who=kinds(say, for_it))] if for_it else []
    if of[CONDITIONAL]:
        lines.append(say.many("{n} on a condition", "{n} on conditions", len(of[CONDITIONAL])))
    if of[NEUTRAL]:
        lines.append(say.many("{n} neutral", "{n} neutral", len(of[NEUTRAL])))
    if of[AGAINST]:
        lines.append(say.many("{n} against", "{n} against", len(of[AGAINST])))
    return " · ".join(lines) or say("Nobody has said anything yet")


def count_with_versions(say: Say, said: Said, issue: Issue) -> str:
    """Return who stands where, and how many of them spoke of an earlier text than this one."""
    older = sum(support.version < issue.version for support, _ in said)
    if not older:
        return counted(say, said)
    caveat = say.many("{n} of them for an earlier version", "{n} of them for an earlier version", older)
    return f"{counted(say, said)} · {caveat}"


def kinds(say: Say, organisations: Sequence[Organisation]) -> str:
    """ "7 parker og 2 klynger"."""
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
