"""What can be wrong with a file a person wrote: always file, line, key and a sentence with the way out."""

from bot.errors import UserError


class ConfigError(UserError):
    """One mistake in a file of the person who runs Jipsa.

    file: as given; line: 1-based, None when it is about no line; key: dotted path, "" for the whole file;
    sentence: plain English, says what is wrong and how to mend it.
    """

    def __init__(self, file: str, line: int | None, key: str, sentence: str) -> None:
        self.file = file
        self.line = line
        self.key = key
        self.sentence = sentence
        super().__init__(str(self))

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.key}: {self.sentence}" if self.key else f"{where}: {self.sentence}"
