"""Show one person their part of everything: home, digest, pending items, own data, administration."""
