"""Seats: people, not registrations, are counted. A capacity of ``None`` means no limit."""


def seats_left(capacity: int | None, taken: int) -> int | None:
    """Return how many seats nobody has taken (0 when overbooked), or None without a limit."""
    return None if capacity is None else max(0, capacity - taken)


def fits(capacity: int | None, taken: int, party_size: int) -> bool:
    """Tell whether a party of ``party_size`` people finds a seat each."""
    return capacity is None or taken + party_size <= capacity


def is_full(capacity: int | None, taken: int) -> bool:
    """Tell whether not even one more person finds a seat."""
    return not fits(capacity, taken, 1)
