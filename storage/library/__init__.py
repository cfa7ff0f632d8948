"""Store solutions, what became of them, and searches that found nothing."""
