"""Functions for the critic to judge. Half of them do what their docstring says, as the comments tell.

The last one has neither docstring nor comment: nobody said what it should do, so the critic cannot tell either.
"""


# Right.
def total(xs):
    """Return the sum of the values in xs that are greater than 3."""
    return sum(x for x in xs if x > 3)


# Wrong: 3 itself is counted too.
def count(xs):
    """Return how many values in xs are greater than 3."""
    return sum(1 for x in xs if x >= 3)


# Right.
def ticket(n):
    """People pay 12, but only 5 if they are at most 10 years old. Return the price for a person of age n."""
    if n <= 10:
        return 5
    return 12


# Wrong: `and` where the task says "or".
def find(n):
    """Return the smallest number from n on that is divisible by 4 or 5."""
    x = n
    while not (x % 4 == 0 and x % 5 == 0):
        x += 1
    return x


# Right.
def powers(n):
    """Start with 2 and multiply by 3 again and again. Return the number of all values that are less than n."""
    result = 0
    x = 2
    while x < n:
        result += 1
        x *= 3
    return result


# Wrong: every value replaces the sum instead of being added to it.
def add(xs):
    """Return the sum of the even values in xs."""
    result = 0
    for x in xs:
        if x % 2 == 0:
            result = x
    return result


# Right.
def turn(s):
    """Return each word of s written backwards, joined by spaces."""
    return ' '.join([word[::-1] for word in s.split()])


# Wrong: the words stay as they are.
def upper(s):
    """Return the words of s in upper case, joined by spaces."""
    return ' '.join([word for word in s.split()])


def mystery(n):
    return n * 2
