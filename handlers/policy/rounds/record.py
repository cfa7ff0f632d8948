"""Register the record kind of input rounds."""

from __future__ import annotations

from handlers.chat.record_codes import RecordCodes, find_own_deadline
from handlers.chat.record_kinds import FollowOn, RecordKind
from handlers.policy.rounds import adoption_answers, pending_rounds
from handlers.policy.rounds.adoption_drafts import draw_round_form_from_question
from handlers.policy.rounds.lookup import find_numbered_round
from handlers.policy.rounds.ongoing_rounds import list_ongoing_rounds, redraw_asked_rounds
from storage.policy.rounds import Round

ROUND = RecordKind(
    name="round",
    label=lambda say: say("Input round"),
    table=Round,
    find=lambda store, key: store.rounds.find(key),
    codes=RecordCodes(
        "R",
        lambda number: f"R-{number}",
        find_numbered_round,
        "rounds.open",
        deadline_form="rounds.extend",
        find_deadline=find_own_deadline,
    ),
    list_pending=pending_rounds.list_pending_rounds,
    follow_on=FollowOn(
        "adoption", lambda say: say("Ask who has done it"), draw_round_form_from_question, for_secretariat=True
    ),
    list_under_way=list_ongoing_rounds,
    redraw_for_representatives=redraw_asked_rounds,
    organisation_choices=frozenset(
        {
            "rounds.answer",
            "rounds.decline",
            "rounds.pass",
            "rounds.confirm",
            "inquiries.answer",
            *adoption_answers.ONE_TAP,
        }
    ),
)
KINDS = (ROUND,)
