"""Search: the index of words and meanings beside the records."""
