"""A conversational assistant over Vietnamese commune-level plans."""

from assistant.offline import stay_offline

stay_offline()
