"""A short name for the content of a folder."""

import hashlib
from collections.abc import Mapping


def mark_of(files: Mapping[str, bytes]) -> str:
    """The same for the same names and contents, in whatever order they come."""
    return mark_of_digests({name: digest(content) for name, content in files.items()})


def mark_of_digests(digests: Mapping[str, str]) -> str:
    """The same, from names and the `digest` of what each file holds."""
    return digest("".join(f"{name}\0{one}\n" for name, one in sorted(digests.items())).encode())


def digest(content: bytes) -> str:
    """A short name for one content."""
    return hashlib.sha256(content).hexdigest()
