def keep(xs):
    """Keep only the values of xs that are at least 4. Return them in reverse order."""
    return [x for x in xs[::-1] if x >= 4]


def total(xs):
    """Return the sum of the values in xs that are greater than 3."""
    return sum(x for x in xs if x > 3)


def count(xs):
    """Return how many values in xs are greater than 3."""
    return sum(1 for x in xs if x >= 3)


def ticket(n):
    """People pay 12, but only 5 if they are at most 10 years old. Return the price for a person of age n."""
    return 5 if n <= 10 else 12


def upper(s):
    """Return the words of s in upper case, joined by spaces."""
    return ' '.join([word for word in s.split()])


def hour(n):
    """A clock has 24 hours, 0 to 23. Return the hour that it shows 2 hours before hour n."""
    return (n - 5) % 24
