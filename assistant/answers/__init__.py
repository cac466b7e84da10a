"""One module for each family of questions: how its evidence is found, and how its answer is composed."""
