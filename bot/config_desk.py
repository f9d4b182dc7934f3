"""The section `desk` of the config file."""

from typing import Annotated

from pydantic import Field

from bot.config_sections import Section


class DeskSettings(Section):
    """What is kept for those who look after the words of the home."""

    messages: Annotated[int, Field(ge=0, le=5000)] = 500
    # the last ones that were written to Jipsa, and as many that it did not understand; 0: none
    days: Annotated[int, Field(ge=1, le=365)] = 14
    # nothing of it is kept longer
