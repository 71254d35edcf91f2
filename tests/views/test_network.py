import pytest
from django.test import RequestFactory

from events.views import network

GUEST, FORGED, PROXY = "203.0.113.7", "198.51.100.9", "10.0.0.1"
OURS = "http://testserver"


def post(forwarded=None, address=PROXY, **headers):
    if forwarded is not None:
        headers["X-Forwarded-For"] = forwarded
    return RequestFactory().post("/", headers=headers, REMOTE_ADDR=address)


class TestNetwork:
    @pytest.mark.parametrize(
        ("address", "expected"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("127.0.0.1", "127.0.0.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
            ("::1", "::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("::ffff:cb00:7107", "203.0.113.7"),
        ],
    )
    def test_of_an_address(self, address, expected):
        assert network.network(address) == expected

    def test_neighbours_of_ipv6_are_told_apart_by_their_first_half(self):
        ours, neighbours = "2001:db8:0:1:ffff::1", "2001:db8:0:2:ffff::1"
        assert network.network(ours) != network.network(neighbours)

    @pytest.mark.parametrize(
        "address",
        ["", "unknown", "_hidden", "203.0.113", "203.0.113.256", "203.0.113.7:4711", "203.0.113.07"]
        + ["[2001:db8::1]", "2001:db8::1::", "203.0.113.7/8", "\x00", "x" * 10_000, "１.2.3.4"],
    )
    def test_of_what_is_no_address_is_one_for_all(self, address):
        assert network.network(address) == "unknown"


class TestAddress:
    @pytest.mark.parametrize("forwarded", [None, FORGED, f"{FORGED}, {FORGED}", ""])
    def test_without_proxies_the_header_is_not_believed(self, forwarded):
        assert network.address(post(forwarded)) == PROXY

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "expected"),
        [
            (1, GUEST, GUEST),
            (1, f"{FORGED}, {GUEST}", GUEST),
            (1, f"{FORGED},,{FORGED} , {GUEST} ", GUEST),
            (2, f"{GUEST}, 10.0.0.2", GUEST),
            (2, f"{FORGED}, {GUEST},10.0.0.2", GUEST),
            (3, f"{GUEST}, 10.0.0.3, 10.0.0.2", GUEST),
        ],
    )
    def test_behind_proxies_it_is_the_one_that_the_outermost_saw(
        self, settings, proxies, forwarded, expected
    ):
        settings.TILMELD = {"TRUSTED_PROXIES": proxies}
        assert network.address(post(forwarded)) == expected

    @pytest.mark.parametrize(("proxies", "forwarded"), [(1, None), (1, ""), (2, GUEST), (9, GUEST)])
    def test_a_request_that_came_past_a_proxy_is_its_senders(self, settings, proxies, forwarded):
        settings.TILMELD = {"TRUSTED_PROXIES": proxies}
        assert network.address(post(forwarded)) == PROXY

    def test_a_server_on_a_socket_sees_none(self):
        assert network.address(post(address="")) == ""


class TestOfRequest:
    def key(self, address) -> str:
        return network.of_request(post(address=address)).key

    def test_its_key_tells_no_address(self, settings):
        key = self.key(GUEST)
        assert len(key) == 64
        assert set(key) <= set("0123456789abcdef")
        settings.SECRET_KEY = "another"
        assert self.key(GUEST) != key

    def test_its_key_is_the_same_for_all_in_it_and_for_nobody_else(self):
        assert self.key("2001:db8::1") == self.key("2001:db8::2") != self.key("2001:db8:0:1::1")
        assert self.key(GUEST) == self.key(f"::ffff:{GUEST}") != self.key(FORGED)
        assert self.key("") == self.key("nonsense") != self.key(GUEST)

    @pytest.mark.parametrize(
        "headers",
        [{"Origin": OURS}, {"Referer": f"{OURS}/page/"}, {"Sec-Fetch-Site": "none"}],
        ids=lambda headers: next(iter(headers)),
    )
    def test_a_browser_may_send_what_a_town_hall_does(self, headers):
        assert network.of_request(post(**headers)).limit == 1000

    def test_a_program_that_says_nothing_may_send_less(self):
        assert network.of_request(post()).limit == 60

    def test_the_host_may_set_both_limits(self, settings):
        settings.TILMELD = {"POSTS_PER_HOUR": 7, "POSTS_PER_HOUR_WITHOUT_ORIGIN": 2}
        assert network.of_request(post(Origin=OURS)).limit == 7
        assert network.of_request(post()).limit == 2
