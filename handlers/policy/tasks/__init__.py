"""Hold joint tasks: actions that several organisations take part in, led by one of them."""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.tasks import task_answers, task_form, task_list, task_outcome, task_progress, task_requests

router = Router()
for _part in (task_form, task_answers, task_requests, task_list, task_progress, task_outcome):
    router.include_router(_part.router)
