"""Git as a program, so that nothing of the person who uses the same repository is run, asked or changed."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

TIMEOUT_S = 30.0
_ENDING_S = 5.0
_LONGEST_HEAD = 8_192
# bytes of the line before an object: it repeats what was asked for when there is none

_SETTINGS = (
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.quotePath=false", "commit.gpgSign=false",
    "log.showSignature=false", "log.showRoot=true", "gc.auto=0", "maintenance.auto=false", "color.ui=false",
    "i18n.commitEncoding=UTF-8", "i18n.logOutputEncoding=UTF-8",
)  # fmt: skip

_SENTENCES = {
    "dubious ownership": "the repository of {folder} belongs to another user: let that one run Jipsa, or let "
    "the user of Jipsa run 'git config --global --add safe.directory' with the folder of the repository",
    ".lock': File exists": "git is busy in {folder}, or was interrupted: end it, then remove its .lock file",
    "cannot lock ref": "somebody else changed the repository at the same moment: save once more",
}


class GitRefused(OSError):
    """Git could not do it; the words are a sentence for people."""


class Git:
    """Git in one folder that exists. Blocking; raises GitRefused."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str, given: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
        """What it prints."""
        code, out, errors = self.run(*arguments, given=given, env=env)
        if code:
            raise GitRefused(self._sentence(errors))
        return out

    def word(self, *arguments: str) -> str | None:
        """The one line that it prints; None: it has nothing to say to this."""
        code, out, errors = self.run(*arguments)
        if code and "dubious ownership" in errors:
            raise GitRefused(self._sentence(errors))
        return None if code else os.fsdecode(out).removesuffix("\n")

    def run(
        self, *arguments: str, given: bytes = b"", env: Mapping[str, str] | None = None
    ) -> tuple[int, bytes, str]:
        """How it ended, and what it printed."""
        settings = [word for one in _SETTINGS for word in ("-c", one)]
        command = ["git", "-C", str(self.folder), *settings, *arguments]
        try:
            process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env={**_clean(), **(env or {})},
            )  # fmt: skip
        except OSError as error:
            raise GitRefused(
                f"git cannot be started: {(error.strerror or 'unknown reason').lower()}"
            ) from error
        with process:
            try:
                out, errors = process.communicate(given, timeout=TIMEOUT_S)
            except subprocess.TimeoutExpired as error:
                # first kindly: then it removes its locks
                process.terminate()
                try:
                    process.communicate(timeout=_ENDING_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                raise GitRefused(f"git did not answer for {TIMEOUT_S:.0f} s") from error
        return process.returncode, out, errors.decode(errors="replace")

    def objects(self, names: Sequence[str]) -> Iterator[bytes | None]:
        """Contents of blobs and trees as they are stored, in this order; None: there is no such thing."""
        asked = b"".join(os.fsencode(name) + b"\n" for name in names)
        rest = memoryview(self("cat-file", "--batch", given=asked) if names else b"")
        for _ in names:
            end = bytes(rest[:_LONGEST_HEAD]).index(b"\n")
            head, rest = bytes(rest[:end]), rest[end + 1 :]
            if head.endswith((b" missing", b" ambiguous")):
                yield None
                continue
            size = int(head.rpartition(b" ")[2])
            yield bytes(rest[:size])
            rest = rest[size + 1 :]

    def _sentence(self, errors: str) -> str:
        for sign, sentence in _SENTENCES.items():
            if sign in errors:
                return sentence.format(folder=self.folder)
        lines = [one for one in errors.splitlines() if one.strip()]
        said = next(
            (one for one in lines if one.startswith(("fatal:", "error:"))), (lines or ["no reason"])[0]
        )
        return f"git refuses: {said.partition(': ')[2] or said}"


def _clean() -> dict[str, str]:
    """The environment without what would send git elsewhere, or make it ask."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":", "GIT_OPTIONAL_LOCKS": "0"}
