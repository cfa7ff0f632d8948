"""Assemble the handlers of actions: what somebody promised, with reminders until it is done."""

from handlers.chat.routing import Router
from handlers.meetings.actions import action_editor, action_list, action_notices, action_reminders, action_status

router = Router()
for _part in (action_editor, action_status, action_list, action_reminders, action_notices):
    router.include_router(_part.router)
