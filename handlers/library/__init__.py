"""Library: the shared solutions, how they are found, and searches that found nothing."""
