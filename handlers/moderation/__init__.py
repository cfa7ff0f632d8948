"""Handle moderation: reported and held texts, the secretariat's queue, and hints on competition law."""
