"""The one error a person may see: its text is a whole sentence, and says the way out."""


class UserError(Exception):
    """Something a person can cause and mend; str() is one plain sentence, shown without a traceback."""
