"""Store the search index of words and meanings beside the records."""
