"""How well real people's sentences are understood, and how many would be acted on wrongly.

    python -m benchmarks.understanding FOLDER [--show right|wrong|acted SOURCE] [--scale] [--peer]

FOLDER holds data sets as JSON lines (`judge.py` says which fields); their rows are only measured, never kept.
`--peer` (extra `bench`) runs Home Assistant's recogniser on the same sentences beside ours.
"""
