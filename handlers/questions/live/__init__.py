"""Show live pages: a question or a solution as it is now, for people who hold a link to it."""
