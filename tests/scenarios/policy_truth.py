"""What is true of issues, consultations and input rounds: who stands behind which text, and what is published."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from storage.access.audiences import Viewer
from storage.directory.handovers import HandoverPart
from storage.policy.consultation_responses import NO, YES
from storage.policy.consultations import PUBLIC, Consultation
from storage.policy.issue_stances import SUPPORT
from storage.policy.issues import Issue
from storage.policy.rounds import ANSWERED, ASKED, DECLINED, NUMBER, SEEN, Round
from tests.scenarios.truth import OSLO, Book, Claim, Moment, yes

Said = dict[str, str]
Check = Callable[[Moment, Said], Awaitable[str]]
WHOLE = Viewer(whole=True)
ISSUES = ("draft", "check", "proposed", "assessed", "working", "sent", "decided")


async def issues(moment: Moment) -> list[Issue]:
    """Those that the message names; all, where it names none."""
    found = list(await moment.store.issues.list_issues_in_states(ISSUES, WHOLE))
    return [one for one in found if one.code in moment.text] or found


async def consultations(moment: Moment) -> list[Consultation]:
    found = list(await moment.store.consultations.list_consultations_in_states(PUBLIC, WHOLE))
    return [one for one in found if one.code in moment.text] or found


async def rounds(moment: Moment) -> list[Round]:
    found = list(await moment.store.rounds.list_rounds_of_recipients(("draft", *SEEN), None, 100))
    return [one for one in found if one.code in moment.text] or found


async def signed(moment: Moment, version: int) -> set[str]:
    """The names of those who signed this version last."""
    return {
        house.name
        for one in await consultations(moment)
        for voice, house in await moment.store.consultation_responses.list_responses(one.id)
        if voice.signs == YES and voice.version == version
    }


async def _signs(moment: Moment, found: Said) -> str:
    """ "1 park medsignerer versjon 2"."""
    names = await signed(moment, int(found["version"]))
    return "" if found["who"].split()[0] == str(len(names)) else f"those are {sorted(names)}"


async def _signs_line(moment: Moment, found: Said) -> str:
    """ "Eksempel: medsignerer versjon 1, ikke versjon 2", in a card or in the history."""
    if found["house"] in await signed(moment, int(found["n"])):
        newest = max(one.version for one in await consultations(moment))
        return "" if found["now"] in (None, str(newest)) else f"the newest is {newest}"
    past = [
        note
        for one in await consultations(moment)
        for note in await moment.store.consultation_responses.list_consultation_log(one.id)
        if note.what == f"signs:{found['n']}"
    ]
    return "" if past and found["now"] is None else f"it signed {[note.what for note in past]}"


async def _version(moment: Moment, found: Said) -> str:
    newest = max((one.version for one in await consultations(moment)), default=0)
    return "" if int(found["n"]) == newest else f"it is version {newest}"


async def _was_version(moment: Moment, found: Said) -> str:
    """A message of a version stays when a later one comes."""
    newest = max((one.version for one in await consultations(moment)), default=0)
    return "" if int(found["n"]) <= newest else f"it is version {newest}"


async def _answered(moment: Moment, found: Said) -> str:
    """ "1 av 20 har svart", of a consultation or of a round."""
    told, wanted = [], (int(found["k"]), int(found["n"]))
    for one in await consultations(moment):
        said = await moment.store.consultation_responses.list_responses(one.id)
        done = [
            house.id
            for voice, house in said
            if NO in (voice.affected, voice.signs) or (voice.signs == YES and voice.version == one.version)
        ]
        parks = [
            house
            for house in await moment.store.organisations.list_all_organisations()
            if house.kind in ("park", "cluster")
        ]
        told.append((len(done), len(parks)))
    for round in await rounds(moment):
        states = [answer.state for answer, _ in await moment.store.rounds.list_round_answers(round.id)]
        told.append((states.count(ANSWERED), len(states)))
    return "" if wanted in told else f"it is {told}"


async def _left(moment: Moment, found: Said) -> str:
    here = moment.now.astimezone(OSLO).date()
    told = {(one.deadline - here).days for one in await consultations(moment) if one.deadline is not None}
    return "" if int(found["n"]) in told else f"it is in {told} days"


async def _supports(moment: Moment, found: Said) -> str:
    """ "2 parker støtter"."""
    told = [
        sum(support.stance == SUPPORT for support, _ in await moment.store.issue_stances.list_stances(one.id))
        for one in await issues(moment)
    ]
    return "" if int(found["who"].split()[0]) in told else f"there are {told}"


async def _older(moment: Moment, found: Said) -> str:
    told = [
        sum(support.version < one.version for support, _ in await moment.store.issue_stances.list_stances(one.id))
        for one in await issues(moment)
    ]
    return "" if int(found["n"]) in told else f"there are {told}"


async def _rooms(moment: Moment, found: Said) -> str:
    told = []
    for issue in await issues(moment):
        copies = await moment.store.posted_copies.list_sent_copies(f"issue:{issue.id}")
        told.append(len({copy.room_id for copy in copies if copy.room_id is not None}))
    return "" if int(found["n"]) in told else f"it is {told}"


async def _support_version(moment: Moment, found: Said) -> str:
    told = {
        support.version
        for one in await issues(moment)
        for support, _ in await moment.store.issue_stances.list_stances(one.id)
    }
    return "" if int(found["n"]) in told else f"those are {told}"


async def _new_text(moment: Moment, found: Said) -> str:
    newest = [one.version for one in await issues(moment) if one.code == found["code"]]
    return "" if newest and int(found["n"]) <= newest[0] else f"it is {newest}"


async def _asked_again(moment: Moment, found: Said) -> str:
    """Everybody who supports an earlier text and did not change it."""
    (issue,) = [one for one in await issues(moment) if one.version == int(found["version"])]
    older = sum(
        support.version < issue.version for support, _ in await moment.store.issue_stances.list_stances(issue.id)
    )
    return "" if int(found["n"]) == older else f"it is {older}"


async def _counts(moment: Moment, found: Said) -> str:
    """ "20 spurt · 9 har svart · 0 avstår · 11 har ikke sagt noe"."""
    told = []
    for round in await rounds(moment):
        states = [answer.state for answer, _ in await moment.store.rounds.list_round_answers(round.id)]
        told.append((len(states), *(states.count(state) for state in (ANSWERED, DECLINED, ASKED))))
    wanted = tuple(int(found[name]) for name in ("asked", "answered", "declined", "silent"))
    return "" if wanted in told else f"it is {told}"


async def _is_silent(moment: Moment, found: Said) -> str:
    told = []
    for round in await rounds(moment):
        answers = await moment.store.rounds.list_round_answers(round.id)
        told.append(sum(answer.state == ASKED for answer, _ in answers))
    return "" if int(found["n"]) in told else f"those are {told}"


async def _is_asked(moment: Moment, found: Said) -> str:
    told = [len(await moment.store.rounds.list_recipient_ids(round.id)) for round in await rounds(moment)]
    draft = [one for one in await moment.store.organisations.list_all_organisations() if one.kind != "association"]
    return "" if int(found["n"]) in (*told, len(draft)) else f"those are {told}"


async def _gets_a_message(moment: Moment, found: Said) -> str:
    """Those who speak for an organisation that is asked, and have a chat."""
    ids = {
        person.id
        for round in await rounds(moment)
        for id in await moment.store.rounds.list_recipient_ids(round.id)
        for person in await moment.store.organisations.list_representatives(id)
    }
    there = await moment.store.people.map_last_used_accounts(ids)
    deputies = len(there) - int(found["n"])
    return "" if 0 <= deputies <= 1 else f"{len(there)} can be reached"


async def _hears(moment: Moment, found: Said) -> str:
    """Who answered, or whoever speaks for that organisation by now, as far as they have a chat."""
    ids: set[int] = set()
    for round in await rounds(moment):
        for answer, house in await moment.store.rounds.list_round_answers(round.id):
            acts = await moment.store.organisations.map_representative_roles(house.id)
            if answer.state == ANSWERED:
                ids |= {answer.person_id} if answer.person_id in acts else set(acts)
    there = len(await moment.store.people.map_last_used_accounts(ids))
    return "" if int(found["n"]) == there else f"{there} can be reached"


async def _total(moment: Moment, found: Said) -> str:
    """ "92 MW fra 9 svar, 10,2 MW i snitt", of an edition or of the next one."""
    told = []
    for round in await rounds(moment):
        editions = await moment.store.published_editions.list_editions_of_round(round.id)
        for edition in editions:
            told += [(n, Decimal(total)) for cell in edition.data["cells"] for _, n, total in cell["blocks"]]
        for field in await moment.store.rounds.list_round_fields(round.id):
            counted = await moment.store.published_editions.list_organisations_counted_in(f"field:{field.id}")
            given = [
                Decimal(answer.given[str(field.id)])
                for answer, house in await moment.store.rounds.list_round_answers(round.id)
                if field.kind == NUMBER and answer.state == ANSWERED and house.id not in counted
            ]
            told.append((len(given), sum(given, Decimal())))
    n, total = int(found["n"]), Decimal(found["total"].replace(",", "."))
    average = Decimal(found["average"].replace(",", "."))
    so = (n, total) in told and abs(total / n - average) < Decimal("0.05")
    return "" if so else f"it is {told}"


async def _scheme(moment: Moment, found: Said) -> str:
    """ "2027: 9 medlemmer – Traff: 8 · Traff ikke: 1": an edition, or what the next one would say."""
    told = []
    for scheme in await moment.store.schemes.list_all_schemes():
        year = int(found["year"])
        counted = await moment.store.published_editions.list_organisations_counted_in(f"scheme:{scheme.id}:{year}")
        new = [
            one
            for one, house in await moment.store.schemes.list_scheme_reports(scheme.id, year)
            if house.id not in counted
        ]
        told += [
            edition.data["n"] for edition in await moment.store.published_editions.list_editions_of_scheme(scheme.id)
        ]
        told.append(len(new))
    return "" if int(found["n"]) in told else f"it is {told}"


async def _reports(moment: Moment, found: Said) -> str:
    year = moment.now.astimezone(OSLO).year
    told = [
        len(await moment.store.schemes.list_scheme_reports(one.id, year))
        for one in await moment.store.schemes.list_all_schemes()
    ]
    return "" if int(found["n"]) in told else f"there are {told}"


async def _reach(moment: Moment, found: Said) -> str:
    """All organisations; some of them have no room and nobody whose chat the bot knows."""
    every = len(await moment.store.organisations.list_all_organisations())
    return "" if int(found["n"]) == every else f"there are {every}"


async def _handed(moment: Moment, found: Said) -> str:
    """Things that came to the reader, or to the one who is named, when somebody left."""
    told: list[int] = []
    for person in await moment.store.people.list_all_people():
        mine = [one for one in await _handed_over(moment) if one.to_id == person.id]
        if found.get("name", person.name) == person.name and (found.get("name") or person is moment.reader):
            told.append(len(mine))
    return "" if int(found["n"]) in told else f"it is {told}"


async def _handed_over(moment: Moment) -> list[HandoverPart]:
    return list(await moment.store.session.scalars(sa.select(HandoverPart)))


async def _contactless(moment: Moment, found: Said) -> str:
    names = {one.name for one in await moment.store.organisations.list_organisations_without_contact()}
    told = found.get("name") or found.get("organisation") or ""
    return "" if told.strip() in names else f"only {sorted(names)} have none"


#: with the words of bokmål, which everybody on the stage reads
CLAIMS = (
    Claim("", _signs, pattern=r"(?P<who>\d+ \w+) (?:medsignerer|har bare medsignert) versjon (?P<version>\d+)"),
    Claim("", _signs_line, pattern=r"(?P<house>\w+): medsignerer versjon (?P<n>\d+)(?:, ikke versjon (?P<now>\d+))?"),
    Claim("You are co-signing version {n} of the draft.", _version),
    Claim("Version {n} is saved. Those it concerns, and those who have co-signed, will be asked.", _version),
    Claim("Version {n} of the draft", _was_version),
    Claim("There is now a version {n} of the draft, so this one is no longer asked about.", _version),
    Claim("", _version, pattern=r"^Utkastet:?\s(?:\*\*)?versjon (?P<n>\d+)"),
    Claim("", _answered, pattern=r"(?P<k>\d+) av (?P<n>\d+) har (?:svart|gitt endelig svar)"),
    Claim("in {n} day", _left, "in {n} days"),
    Claim("", _supports, pattern=r"(?P<who>\d+ park(?:er)?) støtter"),
    Claim(
        "{n} organisation has answered about an earlier version, but not this one.",
        _older,
        "{n} organisations have answered about an earlier version, but not this one.",
    ),
    Claim("", _rooms, pattern=r"er publisert \((?P<n>\d+) (?:kanal|kanaler)\)"),
    Claim("{n} of them for an earlier version", _older, "{n} of them for an earlier version"),
    Claim("", _support_version, pattern=r"for versjon (?P<n>\d+)"),
    Claim("{code} has a new text: version {n}", _new_text),
    Claim(
        "This is version {version}. {n} person will be asked; until then their answer counts for the previous text.",
        _asked_again,
        "This is version {version}. {n} people will be asked; until then their answers count for the previous text.",
    ),
    Claim("{asked} asked · {answered} answered · {declined} will not answer · {silent} have not answered", _counts),
    Claim(
        "Nobody can answer {code} after that, and {n} organisation has not answered. Close the round?",
        _is_silent,
        "Nobody can answer {code} after that, and {n} organisations have not answered. Close the round?",
    ),
    Claim("{code} is sent: {n} organisation is asked.", _is_asked, "{code} is sent: {n} organisations are asked."),
    Claim(
        "Call {code} off? {n} organisation has been asked.",
        _is_asked,
        "Call {code} off? {n} organisations have been asked.",
    ),
    Claim("Asks {n} organisation: {names}", _is_asked, "Asks {n} organisations: {names}"),
    Claim(
        "{n} person gets a message, in working hours.", _gets_a_message, "{n} people get a message, in working hours."
    ),
    Claim("{n} person who has answered gets a message.", _hears, "{n} people who have answered get a message."),
    Claim("", _total, pattern=r"(?P<total>[\d,]+) MW fra (?P<n>\d+) svar, (?P<average>[\d,]+) MW i snitt"),
    Claim("", _scheme, pattern=r"(?P<year>\d{4}): (?P<n>\d+) medlem(?:mer)? – (?P<rest>[^\n]+)"),
    Claim("{n} report this year", _reports, "{n} reports this year"),
    Claim(
        "Visible to {n} organisation ({away} cannot be reached now).",
        _reach,
        "Visible to {n} organisations ({away} cannot be reached now).",
    ),
    Claim("You are now responsible for {n} thing:", _handed, "You are now responsible for {n} things:"),
    Claim("{name} takes over {n} thing.", _handed, "{name} takes over {n} things."),
    Claim("{organisation} has no contact", _contactless),
    # of one morning, gathered in one message
    Claim("{n} message", yes, "{n} messages"),
    Claim("{name} has no contact now. A deputy acts for it until the secretariat appoints one.", _contactless),
)


async def figures(moment: Moment) -> Iterable[str]:
    """Codes and days of what there is, the versions of issues, and what one has answered oneself."""
    say, store, here = moment.say, moment.store, moment.now.astimezone(OSLO)
    days: set[datetime | object] = {here, here - timedelta(days=1)}
    found = {str(here.year), "kl. 12.00"}
    for issue in await issues(Moment(store, say)):
        days |= {
            issue.deadline,
            issue.next_on,
            issue.review_on,
            issue.submitted_at,
            issue.published_at,
            issue.closed_at,
        }
        days |= {note.at for note in await store.issue_log.list_issue_log(issue.id, 100)}
        found |= {issue.code, say("version {n}", n=issue.version)}
        found |= {say("Version {n}", n=n) for n in range(1, issue.version + 1)}
        if issue.submitted_at is not None:  # the secretariat has two working days
            found.add(say.format_period(issue.submitted_at + timedelta(days=2)))
    for one in await consultations(Moment(store, say)):
        days |= {
            one.deadline,
            one.sent_on,
            *(step.day for step in (await store.consultation_responses.map_consultation_steps(one.id)).values()),
        }
        days |= {note.at for note in await store.consultation_responses.list_consultation_log(one.id)}
        found.add(one.code)
    for round in await rounds(Moment(store, say)):
        days |= {round.deadline, round.opened_at, round.closed_at}
        found.add(round.code)
        found |= {say("Totals, edition {n}, {day}", n=edition.number, day=say.format_day(edition.made_at))
                  for edition in await store.published_editions.list_editions_of_round(round.id)}  # fmt: skip
    for scheme in await store.schemes.list_all_schemes(retired=True):
        found.add(scheme.name)
        found |= {say("Edition {n}, {day}", n=edition.number, day=say.format_day(edition.made_at))
                  for edition in await store.published_editions.list_editions_of_scheme(scheme.id)}  # fmt: skip
    found |= {text for day in days if day is not None for text in (say.format_day(day), say.format_period(day))}
    return found


POLICY = Book(CLAIMS, (figures,))
