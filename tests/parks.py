"""Fixtures: somebody of the secretariat, and people of two parks; for a folder's own `talk`."""

from __future__ import annotations

import pytest

from tests.conversation import Conversation, Someone


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    """The contact of a park."""
    return await talk.person("kari", organisation="eksempel", contact=True)


@pytest.fixture
async def nils(talk: Conversation, kari: Someone) -> Someone:
    """Of the same park, without a mandate."""
    return await talk.person("nils", organisation="eksempel")


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    """The contact of another park, on another platform."""
    return await talk.person("ola", organisation="dømeøyra", contact=True, platform="other")
