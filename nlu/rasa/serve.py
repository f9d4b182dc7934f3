"""Rasa's server in a container. Its token comes as a variable: arguments are seen by whoever lists processes."""

import os
import sys

TOKEN = "RASA_AUTH_TOKEN"  # noqa: S105 (a name)


def main() -> None:
    """`rasa run` with these arguments and the token."""
    token = os.environ.pop(TOKEN, "")
    if not token:
        sys.exit(
            f"Set {TOKEN}, which Jipsa's config has as nlu.rasa.token: without it anybody could load models."
        )
    from rasa.__main__ import main as rasa

    # it may begin with a hyphen
    sys.argv = ["rasa", "run", *sys.argv[1:], f"--auth-token={token}"]
    rasa()


if __name__ == "__main__":
    main()
