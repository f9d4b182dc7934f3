"""The rows of a folder of data sets."""

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.understanding.judge import Row


def sources(folder: Path) -> Iterator[tuple[str, list[Row]]]:
    """Name and rows of each file. Ends the program when there is none."""
    found = sorted(folder.glob("*.jsonl"))
    if not found:
        raise SystemExit(f"{folder} holds no *.jsonl files.")
    for path in found:
        yield path.stem, [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
