"""Cards and buttons of yesterday are read today: what a database and a chat hold of them keeps its names."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from handlers.chat.button_values import ButtonValue, ListPage, RecordPage
from handlers.chat.card_arguments import CardArguments
from handlers.policy.consultations.answer_drafts import DraftVersionNotice
from handlers.policy.consultations.card_arguments import ConsultationCard, InterestNotice, WriterNotice
from handlers.policy.consultations.consultation_news import ConsultationNewsNotice
from handlers.policy.consultations.response_kind import ResponseChangeNotice
from handlers.policy.consultations.signing_requests import SignatureRequest
from handlers.policy.consultations.upstream_changes import UpstreamChangeNotice
from handlers.policy.issues.evidence import EvidenceValue
from handlers.policy.issues.issue_check_results import CheckResultNotice
from handlers.policy.issues.issue_checks import IssueCheckReminder
from handlers.policy.issues.issue_lifecycle import IssueNewsNotice
from handlers.policy.issues.issue_mergers import MergedIssueNotice, MergerValue
from handlers.policy.issues.issue_origins import OriginValue
from handlers.policy.issues.issue_versions import IssueTextValue
from handlers.policy.issues.question_clustering import SharedIssueCard
from handlers.policy.issues.stance_kind import StanceChangeNotice
from handlers.policy.issues.support_requests import StanceRequest
from handlers.policy.organisation_answers.organisation_pages import ChoicePage
from handlers.policy.rounds.cards import RoundRequest
from handlers.policy.rounds.edition_previews import EditionValue
from handlers.policy.rounds.round_answer_kind import RoundAnswerChangeNotice
from handlers.policy.rounds.round_drafts import TypedTitle
from handlers.policy.rounds.round_publication import EditionNotice
from handlers.policy.schemes.report_kind import ReportChangeNotice


@pytest.mark.parametrize(
    ("card", "stored"),
    [
        (StanceRequest(record=7, organisation=5, by=3), {"issue": 7, "organisation": 5, "by": 3}),
        (StanceChangeNotice(record=7, organisation=5, by=3), {"issue": 7, "organisation": 5, "by": 3}),
        (SignatureRequest(record=7, organisation=5, by=3), {"consultation": 7, "organisation": 5, "by": 3}),
        (ResponseChangeNotice(record=7, organisation=5, by=3), {"consultation": 7, "organisation": 5, "by": 3}),
        (ResponseChangeNotice(record=7, organisation=5, entry=9), {"consultation": 7, "organisation": 5, "note": 9}),
        (RoundAnswerChangeNotice(record=7, organisation=5, by=3), {"round": 7, "organisation": 5, "by": 3}),
        (ReportChangeNotice(record=7, organisation=5, by=3), {"scheme": 7, "organisation": 5, "by": 3}),
        (SharedIssueCard(7, (8, 9)), {"question": 7, "others": [8, 9]}),
        (MergedIssueNotice(7, ("S-1", "S-2")), {"issue": 7, "codes": ["S-1", "S-2"]}),
        (IssueNewsNotice(7, 9), {"issue": 7, "note": 9}),
        (CheckResultNotice(7, "merger"), {"issue": 7, "what": "merger"}),
        (IssueCheckReminder(issue=7, chain=7, step="over"), {"issue": 7, "chain": 7, "step": "over"}),
        (ConsultationCard(7, 1), {"consultation": 7, "sending": 1}),
        (ConsultationNewsNotice(7, 9), {"consultation": 7, "note": 9}),
        (DraftVersionNotice(7, 2, 9), {"consultation": 7, "version": 2, "note": 9}),
        (InterestNotice(7), {"consultation": 7}),
        (WriterNotice(7, "send"), {"consultation": 7, "step": "send"}),
        (UpstreamChangeNotice(7, ("deadline",)), {"consultation": 7, "fields": ["deadline"]}),
        (RoundRequest(7, 5), {"round": 7, "organisation": 5}),
        (RoundRequest(7, 5, 3), {"round": 7, "organisation": 5, "by": 3}),
        (EditionNotice(7, 4), {"round": 7, "edition": 4}),
    ],
    ids=lambda value: value.template if isinstance(value, CardArguments) else "",
)
def test_a_stored_card_keeps_the_names_of_its_arguments(card: CardArguments, stored: dict[str, Any]) -> None:
    assert msgspec.json.decode(msgspec.json.encode(card.encode_arguments())) == stored
    assert msgspec.convert(stored, type(card)) == card


@pytest.mark.parametrize(
    ("button", "written"),
    [
        (ListPage(6, "nett"), "6:nett"),
        (ListPage(6), "6:"),
        (RecordPage(7, 0), "7:0"),
        (EvidenceValue(7, 12), "7:12"),
        (MergerValue(7, 12), "7:12"),
        (IssueTextValue(7, 2, 4_000_000_000), "7:2:4000000000"),
        (OriginValue("title", "Nett: kø"), "title:Nett: kø"),
        (TypedTitle(title="Nett: kø"), "title:Nett: kø"),
        (EditionValue(7, "a1b2"), "7:a1b2"),
        (ChoicePage("rounds.answer", "12:s10"), "rounds.answer/12:s10"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, ButtonValue) else "",
)
def test_a_button_keeps_the_form_of_its_value(button: ButtonValue, written: str) -> None:
    assert button.encode_value() == written
    assert type(button).parse_value(written) == button


def test_a_button_of_a_first_page_names_only_the_record() -> None:
    assert RecordPage.parse_value("7") == RecordPage(7, 0)
    assert EvidenceValue.parse_value("7") == EvidenceValue(7)
    assert ListPage.parse_value("") == ListPage(0)
