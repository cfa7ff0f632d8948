"""Live pages: a question or a solution as it is now, for those who hold a link to it."""
