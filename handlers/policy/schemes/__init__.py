"""Collect whether support schemes of the state meet the needs of industry.

Many report, and no organisation is named.
"""

from __future__ import annotations

from handlers.chat.routing import Router
from handlers.policy.schemes import scheme_list, scheme_publication, scheme_report_form

router = Router()
for _part in (scheme_list, scheme_publication, scheme_report_form):
    router.include_router(_part.router)
