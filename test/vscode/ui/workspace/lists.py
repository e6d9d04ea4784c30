def total(xs):
    """Return the sum of the even values in xs."""
    return sum(x for x in xs if x % 2 == 1)


def keep(xs):
    """Keep only the values of xs that are at least 4. Return them in reverse order."""
    out = [x for x in xs[::-1] if x >= 4]
    return out


def add(xs):
    """Return the sum of the even values in xs."""
    result = 0
    for x in xs:
        if x % 2 == 0:
            result = x
    return result


def change(n):
    """Add 3 to n, then multiply by 2, and return the result."""
    return (n + 3) * 2


def turn(s):
    """Return each word of s written backwards, joined by spaces."""
    return ' '.join([word for word in s.split()])
