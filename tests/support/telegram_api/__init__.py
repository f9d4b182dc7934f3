"""Bot API servers for tests: a strict one of our own, and one that stands before a double by others."""
