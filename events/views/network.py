"""Which network a post comes from, as far as the proxies in front of the site can be trusted.

A household, an office or a library shares one. Its address is hashed before anything is kept.
"""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .. import conf
from ..services.limits import Network
from . import origin

SALT = "tilmeld.network"
DOOR_SALT = "tilmeld.network.door"

#: Everybody whose address can't be read.
UNKNOWN = "unknown"

#: What one customer of a provider gets, and may choose any address in.
IPV6_PREFIX = 64


def of_request(request: HttpRequest) -> Network:
    """Return the network of a post, with the number of posts it may send in an hour."""
    key = salted_hmac(SALT, network(address(request)), algorithm="sha256").hexdigest()
    told = origin.is_told(request)
    limit = conf.get("POSTS_PER_HOUR" if told else "POSTS_PER_HOUR_WITHOUT_ORIGIN")
    return Network(key, limit)


def at_the_door(request: HttpRequest) -> Network:
    """Return the network of helpers at the door, whose posts don't count as those of guests."""
    key = salted_hmac(DOOR_SALT, network(address(request)), algorithm="sha256").hexdigest()
    return Network(key, conf.get("POSTS_PER_HOUR"))


def address(request: HttpRequest) -> str:
    """Return the address that the outermost trusted proxy saw; without proxies, that we see.

    Whatever stands further left in the header, the visitor may have made up.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    seen = forwarded.split(",") if forwarded else []
    proxies: int = conf.get("TRUSTED_PROXIES")
    if 0 < proxies <= len(seen):
        return seen[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


def network(address: str) -> str:
    """Return the network of an address: of IPv4 itself, of IPv6 what one customer gets."""
    try:
        ip = ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or IPv6Network((int(ip), IPV6_PREFIX), strict=False))
    return str(ip)
