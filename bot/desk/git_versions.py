"""The history of a home's words in the git repository that their folder is in: one commit a version."""

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import get_args

from bot.desk.git_program import Git, GitRefused
from bot.desk.marks import digest, mark_of, mark_of_digests
from bot.desk.version import About, How, Version, Versions
from bot.desk.versions import OwnVersions

log = logging.getLogger(__name__)

_ID = re.compile(r"[0-9a-f]{4,64}")
_HOWS: tuple[How, ...] = get_args(How)
_TRAILER = re.compile(r"(By|How|Replay|Forced): (.+)")
_REPLAY = re.compile(r"(\d+) of (\d+) otherwise, (\d+) worse")
_YAML = (":(glob,icase)*.yml", ":(glob,icase)*.yaml", ":(exclude,glob)[.#~]*")
_UNDER_WAY = ("MERGE_HEAD", "rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG")
_NOTHING = "0" * 40
# the version of a folder without files in a repository without commits
_AT_ONCE = 50
# blobs that are in memory together


def versions_of(folder: Path, history_folder: Path) -> Versions:
    """Git, when the folder is in a repository that does not ignore it; else a folder of our own."""
    if shutil.which("git") is None or not folder.is_dir():
        return OwnVersions(history_folder)
    git = Git(folder)
    try:
        inside = git.word("rev-parse", "--is-inside-work-tree") == "true"
        if inside and git.run("check-ignore", "-q", "--", "own.yml")[0]:
            return GitVersions(folder)
    except GitRefused as error:
        log.warning("The versions of the own words are not kept in git: %s.", error)
    return OwnVersions(history_folder)


class GitVersions:
    """Versions (bot/desk/version.py) of a folder in a work tree; commits of others are versions, too.

    A commit takes over the folder's YAML files and nothing else: what somebody has staged stays staged.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._git = Git(folder)
        self._marks: dict[str, str] = {}
        # of commits, which never change
        self._digests: dict[str, str] = {}
        # of blobs

    def keep(self, files: Mapping[str, bytes], about: About) -> Version:
        """Commit them; the same content as the newest one: that one. Raises OSError: no commit was made."""
        self._check_free()
        head = self._head()
        there = {} if head is None else self._blobs(head)
        contents = dict(zip(there, self._git.objects([sha for _, sha in there.values()]), strict=True))
        changes: list[tuple[str, str, str]] = []
        # mode, blob, name
        for name, content in files.items():
            mode, old = there.get(name, ("100644", ""))
            new = old if content == contents.get(name) else self._blob(name, content)
            if new != old:
                changes.append((mode, new, name))
        changes += [("0", "0" * len(sha), name) for name, (_, sha) in there.items() if name not in files]
        mark = mark_of(files)
        if changes:
            about = replace(about, at=float(int(about.at)), what=_one_line(about.what) or "changed")
            commit = self._commit(head, changes, about)
            version = Version(commit, mark, about)
        else:
            newest = self.all(1)
            version = replace(newest[0], mark=mark) if newest else Version(head or _NOTHING, mark, about)
        self._marks[version.id] = mark
        return version

    def all(self, most: int = 200) -> list[Version]:
        """The newest first."""
        if self._head() is None:
            return []
        out = self._git(
            "log", "-z", f"--max-count={most}", "--topo-order", "--format=%H%x00%at%x00%B", "--", *_YAML
        )
        fields = out.decode(errors="replace").split("\0")
        rows = list(zip(fields[::3], fields[1::3], fields[2::3], strict=False))
        self._read_marks([commit for commit, _, _ in rows])
        return [Version(commit, self._marks[commit], _about(float(at), text)) for commit, at, text in rows]

    def files(self, version_id: str) -> dict[str, bytes] | None:
        """Names and contents, as the repository stores them; None: there is no such commit."""
        if version_id == _NOTHING:
            return {}
        if not _ID.fullmatch(version_id):
            return None
        commit = self._git.word(
            "rev-parse", "--quiet", "--verify", "--end-of-options", f"{version_id}^{{commit}}"
        )
        if commit is None:
            return None
        blobs = self._blobs(commit)
        found = zip(blobs, self._git.objects([sha for _, sha in blobs.values()]), strict=True)
        return {name: content for name, content in found if content is not None}

    def _head(self) -> str | None:
        """The commit that is checked out; None: there is none yet."""
        return self._git.word("rev-parse", "--quiet", "--verify", "HEAD")

    def _check_free(self) -> None:
        """Raises OSError when somebody is in the middle of something."""
        if self._git.word("rev-parse", "--is-inside-work-tree") != "true":
            raise GitRefused(f"{self._folder} is no longer in a git repository that has files")
        wanted = [word for name in (*_UNDER_WAY, "index.lock") for word in ("--git-path", name)]
        *under_way, lock = os.fsdecode(self._git("rev-parse", *wanted)).splitlines()
        if any((self._folder / one).exists() for one in under_way):
            reason = "a merge, a rebase or the like is under way: finish it with git, then save once more"
            raise GitRefused(f"{reason} (in {self._folder})")
        if (self._folder / lock).exists():
            raise GitRefused(f"git is busy, or was interrupted: end it, then remove {self._folder / lock}")

    def _blobs(self, commit: str) -> dict[str, tuple[str, str]]:
        """Name → mode and blob of the folder's YAML files."""
        found: dict[str, tuple[str, str]] = {}
        for entry in os.fsdecode(self._git("ls-tree", "-z", commit)).split("\0")[:-1]:
            facts, _, name = entry.partition("\t")
            mode, _, blob = facts.split()
            if mode.startswith("100") and _is_ours(name):
                found[name] = (mode, blob)
        return found

    def _blob(self, name: str, content: bytes) -> str:
        """Store a content as `git add` would."""
        return self._git("hash-object", "-w", "--stdin", f"--path={name}", given=content).decode().strip()

    def _commit(self, head: str | None, changes: Sequence[tuple[str, str, str]], about: About) -> str:
        prefix = self._git.word("rev-parse", "--show-prefix") or ""
        listed = b"".join(os.fsencode(f"{mode} {blob}\t{prefix}{name}\0") for mode, blob, name in changes)
        with tempfile.TemporaryDirectory(prefix="jipsa-") as place:
            own_index = {"GIT_INDEX_FILE": str(Path(place) / "index")}
            if head is not None:
                self._git("read-tree", head, env=own_index)
            self._git("update-index", "-z", "--index-info", given=listed, env=own_index)
            tree = self._git("write-tree", env=own_index).decode().strip()
        parents = [] if head is None else ["-p", head]
        message = _message(about).encode(errors="replace")
        commit = self._git("commit-tree", *parents, tree, given=message, env=_people(about)).decode().strip()
        # the index first: were it left behind, the next commit of a person would take this one back
        self._git("update-index", "-z", "--index-info", given=listed)
        self._git("update-ref", "-m", f"jipsa: {about.how}", "HEAD", commit, head or "0" * len(commit))
        return commit

    def _read_marks(self, commits: Sequence[str]) -> None:
        """Marks of commits that were not read before."""
        new = [one for one in commits if one not in self._marks]
        prefix = (self._git.word("rev-parse", "--show-prefix") or "").rstrip("/")
        trees = {
            commit: dict(_entries(tree or b"", len(commit) // 2))
            for commit, tree in zip(new, self._git.objects([f"{one}:{prefix}" for one in new]), strict=True)
        }
        blobs = {blob for tree in trees.values() for blob in tree.values()}.difference(self._digests)
        for group in _groups(sorted(blobs), _AT_ONCE):
            for blob, content in zip(group, self._git.objects(group), strict=True):
                self._digests[blob] = digest(content or b"")
        for commit, tree in trees.items():
            self._marks[commit] = mark_of_digests({name: self._digests[blob] for name, blob in tree.items()})


def _is_ours(name: str) -> bool:
    return PurePath(name).suffix.lower() in {".yml", ".yaml"} and name[0] not in ".#~"


def _entries(tree: bytes, width: int) -> Iterator[tuple[str, str]]:
    """Name and blob of each YAML file in git's own form of a tree, hashes of so many bytes."""
    while tree:
        facts, _, rest = tree.partition(b"\0")
        mode, _, raw = facts.partition(b" ")
        name = os.fsdecode(raw)
        if mode.startswith(b"100") and _is_ours(name):
            yield name, rest[:width].hex()
        tree = rest[width:]


def _groups(all_of: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (all_of[start : start + size] for start in range(0, len(all_of), size))


def _people(about: About) -> dict[str, str]:
    """Who wrote it, and that Jipsa committed it."""
    cleaned = re.sub(r"[<>\s\x00-\x1f]+", "-", about.by or "")
    name = cleaned if any(map(str.isalnum, cleaned)) else "Jipsa"
    at = f"@{max(0, int(about.at))} +0000"
    return {
        "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": f"{name.lower()}@jipsa", "GIT_AUTHOR_DATE": at,
        "GIT_COMMITTER_NAME": "Jipsa", "GIT_COMMITTER_EMAIL": "jipsa@jipsa", "GIT_COMMITTER_DATE": at,
    }  # fmt: skip


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())


def _message(about: About) -> str:
    lines = [f"How: {about.how}"]
    if about.by:
        lines.insert(0, f"By: {_one_line(about.by)}")
    if about.replayed:
        lines.append(f"Replay: {about.changed} of {about.replayed} otherwise, {about.worse} worse")
    if about.forced:
        lines.append("Forced: yes")
    return "\n".join((about.what, "", *lines, ""))


def _about(at: float, message: str) -> About:
    """What a commit tells of itself; one that Jipsa did not make, that somebody saved files."""
    what, _, rest = message.strip().partition("\n")
    last = rest.strip().rpartition("\n\n")[2]
    said = {found[1]: found[2] for line in last.splitlines() if (found := _TRAILER.fullmatch(line))}
    how = next((one for one in _HOWS if one == said.get("How")), None)
    if how is None:
        return About(at, None, "file", what.strip())
    found = _REPLAY.fullmatch(said.get("Replay", ""))
    changed, replayed, worse = (int(one) for one in found.groups()) if found else (0, 0, 0)
    return About(at, said.get("By"), how, what.strip(), replayed, changed, worse, "Forced" in said)
