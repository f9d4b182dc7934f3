"""A double of LINE."""
