"""Functions for the critic to judge: some do what their docstring says, some do not."""


def total(xs):
    """Return the sum of the values in xs that are greater than 3."""
    return sum(x for x in xs if x > 3)


def count(xs):
    """Return how many values in xs are greater than 3."""
    return sum(1 for x in xs if x >= 3)
