"""A language model, where one is configured: it words and guesses; what it says is checked before it is shown."""
