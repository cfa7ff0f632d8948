"""Cards and buttons of the directory that are out since an earlier version can still be read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments, read_arguments
from handlers.directory.accounts.link_notices import AccountUnlinkedNotice, LinkClaimCard
from handlers.directory.contacts.contact_messages import ContactMessageCard
from handlers.directory.departures.departure_forms import DepartureValue
from handlers.directory.departures.handover_notices import FarewellCard
from handlers.directory.departures.organisation_members import MembersPage
from handlers.directory.members.member_welcome import MemberWelcomeCard
from handlers.directory.members.membership_claims import NEW, OrganisationFormValue, UnknownOrganisationCard
from handlers.directory.members.membership_confirmation import MembershipConfirmedNotice, MembershipValue
from handlers.directory.rooms.room_invitations import RoomInvitationCard
from handlers.directory.setups.setup_test_receipts import SeenTestCard
from handlers.directory.setups.setup_test_results import SetupTestCard
from handlers.directory.topics.topic_list import TopicValue
from handlers.directory.topics.topic_notifications import TopicBatchCard
from handlers.directory.workspaces.workspace_removal import WorkspaceRemovedNotice
from handlers.moderation.author_notices import ReportSettledNotice
from handlers.moderation.review_queue.competition_gate import ReplyHintNotice
from handlers.notifications.delivery_report.it_request import ITRequestValue
from handlers.notifications.delivery_report.report_card import DeliveriesPage, RetryValue
from handlers.overview.admin.failed_deliveries import FailuresPage
from handlers.overview.admin.inactive_organisations import ActivityNudge, InactivePage
from handlers.overview.audit import AuditNotice
from handlers.overview.digest.digest_scheduler import DigestCard
from handlers.overview.home.home_page import SectionPage
from handlers.overview.stale_cards import StaleCardNotice
from storage.queue.delivery_rows import Delivery

STORED: dict[str, tuple[dict[str, Any], CardArguments]] = {
    "accounts.claim": ({"link": 7}, LinkClaimCard(7)),
    "accounts.unlinked": ({"platform": "slack"}, AccountUnlinkedNotice("slack")),
    "admin.nudge": ({"organisation": 3, "by": 1}, ActivityNudge(3, 1)),
    "audit.found": ({"kind": "reminders", "count": 2, "lines": ["7"]}, AuditNotice("reminders", 2, ("7",))),
    "contacts.message": (
        {"by": 1, "organisation": None, "text": "Hei"},
        ContactMessageCard(1, None, "Hei"),
    ),
    "deliveries.changed": ({"card": "01J", "taken_back": True}, StaleCardNotice("01J", taken_back=True)),
    "departures.left": ({"handover": 7}, FarewellCard(7)),
    "digest.card": ({"week": "2027-03-01"}, DigestCard(date(2027, 3, 1))),
    "holding.hint": ({"kinds": ["bids", "prices"]}, ReplyHintNotice(("bids", "prices"))),
    "members.confirmed": ({"organisation": 3, "by": 1}, MembershipConfirmedNotice(3, 1)),
    "members.newcomer": ({"person": 12, "name": "Nye Eyde"}, UnknownOrganisationCard(12, "Nye Eyde")),
    "members.welcome": ({}, MemberWelcomeCard()),
    "moderation.looked_at": ({"report": 7}, ReportSettledNotice(7)),
    "rooms.invited": ({"room": 7, "by": 1}, RoomInvitationCard(7, 1)),
    "setups.proof": (
        {"workspace": "slack:T1", "by": 1, "across": True, "test": "ab"},
        SetupTestCard("slack:T1", 1, across=True, test="ab"),
    ),
    "topics.news": ({"slot": "2027-03-01T09:00"}, TopicBatchCard("2027-03-01T09:00")),
    "workspaces.left": ({"workspace": "slack:T1", "rooms": 0}, WorkspaceRemovedNotice("slack:T1", 0)),
}


@pytest.mark.parametrize("template", STORED)
def test_a_card_of_yesterday_is_read_and_written_as_it_was(template: str) -> None:
    args, card = STORED[template]
    assert read_arguments(Delivery(template=template, args=args)) == card
    assert card.encode_arguments() == args | {name: tuple(of) for name, of in args.items() if isinstance(of, list)}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3:12", DepartureValue(3, 12)),
        ("3:10", MembersPage(3, "10")),
        ("new:12:Eyde: vest", OrganisationFormValue(NEW, 12, "Eyde: vest")),
        ("12:3", MembershipValue(12, 3)),
        ("slack:T1 12", SeenTestCard("slack:T1", 12)),
        ("nett:0", TopicValue("nett", "0")),
        ("blocked:0", ITRequestValue("blocked", 0)),
        ("question:12@8", DeliveriesPage("question:12", "8")),
        ("question:12:0", RetryValue("question", 12, "0")),
        ("people@8", FailuresPage("people", "8")),
        ("8:10", InactivePage("8", "10")),
        ("waiting:3", SectionPage("waiting", "3")),
    ],
)
def test_a_button_of_yesterday_is_read_and_written_as_it_was(written: str, value: ButtonValue) -> None:
    assert type(value).parse_value(written) == value
    assert value.encode_value() == written


def test_a_button_that_carries_the_record_alone_leaves_the_rest_open() -> None:
    assert DepartureValue.parse_value("3") == DepartureValue(3, None)
    assert MembersPage.parse_value("3") == MembersPage(3, "")
    assert OrganisationFormValue.parse_value("new:12") == OrganisationFormValue(NEW, 12, "")
    assert TopicValue.parse_value("nett") == TopicValue("nett", "")
    assert RetryValue.parse_value("question:12") == RetryValue("question", 12, "")
    assert DeliveriesPage.parse_value("question:12") == DeliveriesPage("question:12", "")
