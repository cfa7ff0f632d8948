"""Questions: asked, answered, mirrored between rooms, escalated and solved."""
