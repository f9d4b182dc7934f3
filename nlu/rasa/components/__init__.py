"""What Jipsa adds to Rasa's pipeline. Runs in Rasa's own Python 3.10, so it imports nothing of Jipsa."""
