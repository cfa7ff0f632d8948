"""Hold the solution library: shared solutions, their search, and searches that found nothing."""
