"""The servers that come along when no config names real ones, and the one instance of a state folder."""
