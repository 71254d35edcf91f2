import pytest

from events.rules.identity import address_key, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cleo@Example.org", "cleo@example.org"),
        (" cleo@example.org ", "cleo@example.org"),
        ("cleo@blåbær.example", "cleo@xn--blbr-roah.example"),
        ("bjo\u0308rn@example.org", "bj\u00f6rn@example.org"),
    ],
    ids=["case", "blanks", "idna", "nfc"],
)
def test_one_address_written_in_two_ways(one, other):
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize("one", ["cleo@example.org", "cleo+1@example.org", "cleo@example.com"])
def test_different_addresses_stay_different(one):
    assert address_key(one) == one
    assert address_key(one) != address_key("dora@example.org")


@pytest.mark.parametrize(
    ("one", "other"),
    [("CLEO JENSEN", "Cleo Jensen"), ("Cleo  Jensen", " Cleo Jensen"), ("Ａｄａ", "Ada")],
    ids=["case", "blanks", "width"],
)
def test_one_name_written_in_two_ways(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("address", ["", "@", "no-at-sign", "a@" + "x" * 300, "a@.."])
def test_a_key_can_be_made_of_anything(address):
    assert isinstance(address_key(address), str)
