"""Overview: what one person sees of everything: home, digest, what waits, what is kept of them, what admins see."""
