"""How dates are entered, by language; the first of each is how the admin's fields show them.

Whoever reads one language may be sent a link with a date in the other's way: both take both. What
is not said here is as Django has it; ISO is always taken.
"""
