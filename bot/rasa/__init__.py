"""The trained engine: a Rasa server of our own, its models, and how they are made."""
