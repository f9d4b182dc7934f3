"""Faults as the log may show them: the text of an exception may hold what somebody said."""

import traceback
from pathlib import PurePath


def named(error: BaseException) -> str:
    """What kind of fault it is, and where: "KeyError in desk.py, line 120"."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" in {PurePath(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where
