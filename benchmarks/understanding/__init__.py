"""How well real people's sentences are understood, and how many acted on wrongly or asked about in vain.

    python -m benchmarks.understanding FOLDER [--trained STATE_DIR | --peer] [--show VERDICT SOURCE] [--scale]

FOLDER holds data sets as JSON lines (`judge.py` says which fields); their rows are only measured, never kept.
`--trained` starts a real Rasa server with the model in use in that state folder (JIPSA_RASA_ENV says where
Rasa is, if not in the usual place) and measures it alone and behind the built-in engine. `--peer` (extra
`bench`) runs Home Assistant's recogniser on the same sentences. `--show` prints the rows of one verdict.
"""
