"""Send private messages that can wait, batch them, and report what became of them."""
