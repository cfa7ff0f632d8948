"""The words handlers speak: events come in, replies and posts go out, and no platform is named."""
