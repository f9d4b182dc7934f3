"""What can be wrong with language data."""

_LONGEST_KEY = 120


class LanguageError(Exception):
    """A language or intent file is broken. Facts: file, line and column, key, reason."""

    def __init__(self, file: str, line: int, key: str, reason: str, column: int | None = None) -> None:
        """line, column: from 1; line 0: the file as a whole."""
        self.file, self.line, self.key, self.reason, self.column = file, line, key, reason, column
        place = f", line {line}" if line else ""
        place += "" if column is None else f", column {column}"
        shown = key if len(key) <= _LONGEST_KEY else f"{key[: _LONGEST_KEY - 1]}…"
        at = f" at '{shown}'" if key else ""
        super().__init__(f"{file}{place}{at}: {reason}")
