"""A second reader of calendar files: strict, small, and written from RFC 5545 alone.

It knows nothing of the library that writes them, and raises ``Malformed`` where a careless
calendar program would guess.
"""

import re
from dataclasses import dataclass, field

NAME = r"[A-Za-z0-9-]+"
VALUE = r'(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^"\x00-\x08\x0a-\x1f\x7f;:,]*)'
LINE = re.compile(rf"({NAME})((?:;{NAME}={VALUE}(?:,{VALUE})*)*):(.*)", re.DOTALL)
PARAMETER = re.compile(rf";({NAME})=({VALUE}(?:,{VALUE})*)")
CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ESCAPED = {"n": "\n", "N": "\n", ";": ";", ",": ",", "\\": "\\"}
LONGEST_LINE = 75
DAY = re.compile(r"\d{8}")
MOMENT = re.compile(r"\d{8}T\d{6}Z?")
#: Properties of an entry that may stand there once at most (3.6.1).
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "URL"}
ONCE |= {"SEQUENCE", "STATUS", "ORGANIZER"}
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION"}


class Malformed(Exception):
    """The file breaks a rule of RFC 5545."""


@dataclass
class Property:
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value of a TEXT property without its escapes (3.3.11)."""
        if re.search(r"(?<!\\)(?:\\\\)*[,;]", self.value):
            raise Malformed(f"{self.name} has a comma or semicolon without a backslash")
        return ESCAPE.sub(lambda found: _meant(found[1]), self.value)


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def __getitem__(self, name: str) -> Property:
        (found,) = self.all(name)
        return found

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]

    def inside(self, name: str) -> list["Component"]:
        return [each for each in self.components if each.name == name]


def read(content: bytes) -> Component:
    """Return the one calendar in a file. Raise Malformed."""
    open_ones = [Component("")]
    for line in _lines(content):
        entry = _property(line)
        if entry.name == "BEGIN":
            open_ones.append(Component(entry.value))
        elif entry.name == "END":
            closed = open_ones.pop()
            if closed.name != entry.value or not open_ones:
                raise Malformed(f"{entry.value} ends where {closed.name} is open")
            open_ones[-1].components.append(closed)
        else:
            open_ones[-1].properties.append(entry)
    if len(open_ones) != 1 or open_ones[0].properties or len(open_ones[0].components) != 1:
        raise Malformed("not one calendar and nothing else")
    return _checked(open_ones[0].components[0])


def _lines(content: bytes) -> list[str]:
    if not content.endswith(b"\r\n"):
        raise Malformed("the last line has no end")
    physical = content[:-2].split(b"\r\n")
    for line in physical:
        if b"\r" in line or b"\n" in line or not line or len(line) > LONGEST_LINE:
            raise Malformed(f"a line of {len(line)} octets: {line!r}")
        line.decode()  # a fold never parts the octets of a character (3.1 allows it; programs fail)
    return re.sub(rb"\r\n[ \t]", b"", content[:-2]).decode().split("\r\n")


def _property(line: str) -> Property:
    found = LINE.fullmatch(line)
    if not found or CONTROL.search(found[3]):
        raise Malformed(f"no property: {line!r}")
    parameters = {name.upper(): value for name, value in PARAMETER.findall(found[2])}
    return Property(found[1].upper(), parameters, found[3])


def _meant(escaped: str) -> str:
    if escaped not in ESCAPED:
        raise Malformed(f"\\{escaped} is no escape")
    return ESCAPED[escaped]


def _checked(calendar: Component) -> Component:
    if calendar.name != "VCALENDAR" or calendar["VERSION"].value != "2.0":
        raise Malformed("no calendar of version 2.0")
    zones = {zone["TZID"].value for zone in calendar.inside("VTIMEZONE")}
    for entry in calendar.inside("VEVENT"):
        _check_entry(entry, zones)
    return calendar


def _check_entry(entry: Component, zones: set[str]) -> None:
    names = [each.name for each in entry.properties]
    if any(names.count(name) > 1 for name in ONCE) or not {"UID", "DTSTAMP"} <= set(names):
        raise Malformed(f"properties: {names}")
    for each in entry.properties:
        if each.name in TEXTS:
            _ = each.text
        if each.name.startswith("DT"):
            _check_moment(each, zones)


def _check_moment(each: Property, zones: set[str]) -> None:
    if each.parameters == {"VALUE": "DATE"} and DAY.fullmatch(each.value):
        return
    zone = each.parameters.get("TZID")
    if not MOMENT.fullmatch(each.value):
        raise Malformed(f"{each.name} is no moment: {each.value}")
    if each.value.endswith("Z") == bool(zone) or (zone and zone.strip('"') not in zones):
        raise Malformed(f"{each.name} is in no zone that the file describes: {each}")
