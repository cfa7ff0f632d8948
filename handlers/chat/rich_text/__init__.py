"""Keep the meaning of what people write: links, emphasis, lists, quotes and code, in one small model.

Platforms read their payloads into blocks. Records store them as a small Markdown, and each renderer draws them.
"""
