"""From the examples of `intents/*.yml` and the words of the languages to a training project for Rasa."""
