"""The archived SDK stays in two files, keeps its transport to itself, and is loaded only where Teams is switched on."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.teams import activities, events, installation_updates, quoted_messages
from bot.platforms.teams.activities import NotAnActivity
from tests.standins.teams import activity

ROOT = Path(__file__).parents[3]
SDK = ("botbuilder", "botframework", "msrest", "msal")


def imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def users() -> dict[str, set[str]]:
    """File -> what it imports of the SDK."""
    found = {}
    for folder in ("bot", "handlers", "storage"):
        for file in (ROOT / folder).rglob("*.py"):
            used = {name for name in imports(file) if name.split(".")[0] in SDK}
            if used:
                found[str(file.relative_to(ROOT))] = used
    return found


def test_the_sdk_is_imported_in_two_files_and_without_its_transport() -> None:
    assert users() == {
        "bot/platforms/teams/activities.py": {"botbuilder.schema"},
        "bot/platforms/teams/activity_handler.py": {"botbuilder.core", "botbuilder.core.teams"},
    }


def test_nothing_of_the_sdk_is_loaded_before_teams_is_switched_on() -> None:
    code = (
        f"import sys, bot.settings, bot.platforms; print([name for name in sys.modules if name.split('.')[0] in {SDK}])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "name", "text", "do", "data", "tenant", "mentioned"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
FIELDS = (
    "id",
    "text",
    "value",
    "channelData",
    "entities",
    "membersAdded",
    "membersRemoved",
    "reactionsAdded",
    "reactionsRemoved",
    "conversation",
    "from",
    "recipient",
    "timestamp",
    "locale",
    "name",
    "replyToId",
    "action",
    "serviceUrl",
    "channelId",
)


@settings(deadline=None, max_examples=400)
@given(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=4))
def test_whatever_comes_in_is_refused_as_malformed_or_can_be_translated(odd) -> None:
    import msgspec

    sent = activity(text="hei", serviceUrl="https://smba.trafficmanager.net/") | odd
    try:
        read = activities.decode_activity(msgspec.json.encode(sent))
    except NotAnActivity:
        return
    if not read.id or not read.conversation.id or not read.from_property.id:
        return
    (
        events.translate_teams_message(read),
        events.translate_teams_edit(read),
        events.translate_teams_deletion(read),
        events.translate_teams_query(read),
        installation_updates.translate_channel_change(read),
    )
    (
        events.translate_teams_click(read, read.value, shown=False),
        installation_updates.translate_invitation(read, added=True, times=1),
        quoted_messages.read_quoted_message(read, None),
    )
    assert list(events.translate_teams_reactions(read)) is not None
    assert list(installation_updates.translate_team_joins(read)) is not None
