"""The reasons of all dialects that know an appliance, as one. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from appliance_bridge.explanation import Explanation, Part
from appliance_bridge.merging import Joined
from appliance_bridge.merging import Part as Known


def together(known: Joined, appliance: str) -> Explanation | None:
    """The main dialect's reasons, and the parts that others play; None when the main one gives none."""
    main, *more = known.parts
    told = main.source.dialect.explain(main.appliance.id)
    if told is None:
        return None
    parts = list(_played(known, main, told))
    notes = list(told.notes)
    for one in more:
        notes.append(f"{one.source.name} knows it too, as {one.appliance.id}")
        theirs = one.source.dialect.explain(one.appliance.id)
        for part in () if theirs is None else _played(known, one, theirs):
            over = f"over {one.source.name}"
            parts.append(replace(part, why=f"{part.why}, {over}" if part.why else over))
    return replace(
        told, appliance=appliance, source=known.appliance.source, parts=tuple(parts), notes=tuple(notes)
    )


def _played(known: Joined, by: Known, told: Explanation) -> Iterator[Part]:
    """The parts that this one plays in the home."""
    for part in told.parts:
        capability = part.key.partition(".")[0]
        reads = part.key in known.readers
        if (known.reader(part.key) if reads else known.speakers.get(capability, known.parts[0])) is by:
            yield part
