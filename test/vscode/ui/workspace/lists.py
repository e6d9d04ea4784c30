def keep(xs):
    """Keep only the values of xs that are at least 4. Return them in reverse order."""
    out = [x for x in xs[::-1] if x >= 4]
    return out


def hour(n):
    """A clock has 24 hours, 0 to 23. Return the hour that it shows 2 hours before hour n."""
    answer = (n - 5) % 24
    return answer


def add(xs):
    """Look only at the values in xs that are at least 4. Return the sum of these values."""
    result = sum(x for x in xs if x >= 4)
    return result


def count(a, b, c):
    """Return True if at least two of a, b and c are greater than 4."""
    if sum(1 for value in [a, b, c] if value > 3) >= 2:
        return True
    return False


def total(xs):
    """Return the sum of the values in xs that are greater than 3."""
    return sum(x for x in xs if x > 3)
