"""Admit workspaces: people install the bot or knock, the secretariat says who owns one or blocks it."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.directory.workspaces import (
    access_requests,
    admission_by_id,
    workspace_acceptance,
    workspace_blocking,
    workspace_installation,
    workspace_list,
    workspace_removal,
)

router = Router()
for part in (
    access_requests,
    workspace_installation,
    workspace_acceptance,
    admission_by_id,
    workspace_blocking,
    workspace_removal,
    workspace_list,
):
    router.include_router(part.router)
