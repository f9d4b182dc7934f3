"""What can be wrong with language data."""


class LanguageError(Exception):
    """A language or intent file is broken. Facts: file, line (from 1), key, reason."""

    def __init__(self, file: str, line: int, key: str, reason: str) -> None:
        self.file, self.line, self.key, self.reason = file, line, key, reason
        at = f" at '{key}'" if key else ""
        super().__init__(f"{file}, line {line}{at}: {reason}")
