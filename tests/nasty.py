"""What people and programs type into forms: some three hundred values, each with a description.

``VALUES`` maps description to value. Many must be refused by one field and kept by another; none
may ever be a fault of ours. They are also what downloads and letters are tested with.
"""


def _within(kind: str, *numbers: int) -> dict[str, str]:
    return {f"{kind} U+{n:04X} within a word": f"An{chr(n)}na" for n in numbers}


def _alone(*numbers: int) -> dict[str, str]:
    return {f"nothing but U+{n:04X}": chr(n) * 3 for n in numbers}


CONTROLS = _within("control", *range(0x20), *range(0x7F, 0xA0))
INVISIBLE = _within(
    "invisible", 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2060, 0x2061, 0x2064, 0x206A, 0xFEFF, 0xFFF9
)
OVERRIDES = _within("direction", *range(0x202A, 0x202F), *range(0x2066, 0x206A))
LINE_ENDS = _within("line end", 0x2028, 0x2029)
NO_CHARACTERS = _within("no character", 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF, 0xD800, 0xDFFF)
NOTHING_TO_SEE = _alone(
    *(0x00, 0x09, 0x0A, 0x20, 0xA0, 0xAD, 0x34F, 0x115F, 0x180E, 0x2003, 0x200B, 0x200D, 0x2028),
    *(0x202E, 0x2800, 0x3000, 0x3164, 0xD83D, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0041, 0xE0100),
)

LINES = {
    "empty": "",
    "a line break in the middle": "Anna\nJensen",
    "Windows line breaks": "one\r\ntwo\r\n\r\nfour",
    "a header smuggled in": "Anna\r\nBcc: eve@example.org",
    "a header smuggled in, percent-encoded": "Anna%0d%0aBcc: eve@example.org",
    "tabs": "one\ttwo\tthree",
    "blanks around": "  \u00a0 Anna \u3000 ",
    "a vertical tab, as Word pastes it": "first line\x0bsecond line",
    "terminal colours": "\x1b[31mred\x1b[0m",
}

FORMULAS = {
    "a formula": "=1+1",
    "a formula that runs a program": "=cmd|' /C calc'!A0",
    "a formula with a link": '=HYPERLINK("http://example.org","click")',
    "a formula after a blank": " =1+1",
    "a formula after a tab": "\t=1+1",
    "a plus in front": "+45 33 66 24 51",
    "a minus in front": "-2+3",
    "an at sign in front": "@SUM(1;2)",
    "a full-width equals sign": "＝1+1",
    "a percent sign in front": "%s%d%n%(name)s{0}{name}",
    "semicolons and quotes": 'a;"b";c,d\\"',
    "only a quotation mark": '"',
    "only an apostrophe": "'",
}

MARKUP = {
    "a script": "<script>alert(1)</script>",
    "an attribute breaking out": '" onmouseover="alert(1)" x="',
    "an image with a handler": "<img src=x onerror=alert(1)>",
    "the end of a textarea": "</textarea><b>",
    "an entity": "&lt;b&gt; &amp;amp; &#0;",
    "a comment": "<!-- -->",
    "CDATA": "]]><![CDATA[",
    "a Markdown link": "[click](javascript:alert(1))",
    "an address of a page": "https://example.org/?a=b&c=d",
    "a javascript address": "javascript:alert(1)",
    "a Django variable": "{{ settings.SECRET_KEY }}",
    "a Django tag": "{% include 'x' %}{# #}",
    "an MJML tag": "</mj-text><mj-image src='x'/>",
    "ERB and JSP": "<%= 7*7 %> ${7*7}",
    "SQL": "Robert'); DROP TABLE registrations;--",
    "a SQL wildcard": "%_\\%",
    "a path": "../../../../etc/passwd",
    "a Windows device": "CON:",
    "a shell command": "$(reboot) `reboot` | reboot && reboot",
    "JSON": '{"a": [null, true, 1e999]}',
    "a calendar line": "x\nEND:VEVENT\nBEGIN:VEVENT",
    "calendar escapes": "a\\nb\\,c\\;d",
    "LDAP": "*)(uid=*))(|(uid=*",
    "a log line": "ok\n2027-01-01 ERROR all is lost",
}

NAMES = {
    "an apostrophe": "Siobhán O'Neill",
    "a typographic apostrophe": "D’Arcy",
    "a hyphen and a dot": "Jean-Luc St. John-Smith",
    "Danish letters": "Åse Bjørn Æbelø",
    "Danish letters, decomposed": "A\u030ase Bjørn",
    "Vietnamese, decomposed": "Nguye\u0302\u0303n",
    "Turkish dots": "İıIi Ğşö",
    "German sharp s": "Straßmeier STRAẞE",
    "Polish and Czech": "Żółć Dvořák",
    "Greek with a final sigma": "Οδυσσεύς",
    "Cyrillic": "Анна Каренина",
    "a Latin name with a Cyrillic letter": "Аnna",
    "Chinese": "李小龍",
    "Chinese beyond the basic plane": "𠮷野家",
    "a Japanese variant of a character": "葛\U000e0100城",
    "Korean": "김철수",
    "Korean in conjoining letters": "\u1100\u1161\u11a8",
    "Arabic": "محمد بن سلمان",
    "Arabic with vowel marks": "مُحَمَّد",
    "Persian with a non-joiner": "می\u200cخواهم",
    "Hebrew": "שָׁלוֹם",
    "Hebrew and Latin mixed": "אבג abc 123",
    "Hindi": "क्षत्रिय",
    "Hindi with a joiner": "क्\u200dष",
    "Sinhala with a joiner": "ශ්\u200dරී",
    "Thai": "สมชาย ใจดี",
    "Amharic": "አበበ",
    "Mongolian with a separator": "\u182d\u180e\u1820",
    "a name of one letter": "Ø",
    "a name that means nothing": "null",
    "another name that means nothing": "undefined",
    "a name of digits": "12345",
    "a name of signs": "!?#%",
    "a roman numeral as one sign": "Ⅷ",
    "stacked marks": "Z\u0351\u036b\u0343a\u0322\u0321\u0328lgo",
    "a mark with nothing under it": "\u0301",
    "a long word": "a" * 121,
    "a word as long as a line may be": "a" * 255,
    "a word longer than a line": "a" * 256,
}

EMOJI = {
    "an emoji": "😀",
    "a family joined": "👨\u200d👩\u200d👧",
    "a heart on fire": "❤\ufe0f\u200d🔥",
    "a skin tone": "👩🏽\u200d🚀",
    "the flag of Denmark": "🇩🇰",
    "the flag of Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "words hidden in tag characters": "hi\U000e0068\U000e0069\U000e007f",
    "a keycap": "1\ufe0f\u20e3",
    "joiners and nothing to join": "a \u200d\u200d \u200c b",
    "many joiners after a letter": "a" + "\u200d" * 50,
    "a private sign": "\ue000\U000f0000",
    "the replacement character": "caf\ufffd",
    "an object replacement": "see \ufffc",
    "text read as another encoding": "SÃ¸ren",
}

ADDRESSES = {
    "an address": "anna@example.org",
    "an address with a tag": "anna+tag@example.org",
    "an address in capitals": "ANNA@EXAMPLE.ORG",
    "an address with blanks around": "  anna@example.org \n",
    "an address with a byte order mark": "\ufeffanna@example.org",
    "an address with an apostrophe": "o'neill@example.org",
    "an international domain": "anna@blåbær.example",
    "an international domain, encoded": "anna@xn--blbr-roah.example",
    "a domain with a sharp s": "anna@straße.example",
    "an ideographic full stop": "anna@mail。example.org",
    "a domain that turns into a slash": "anna@\u2100.example.org",
    "a domain with an underscore": "anna@my_host.example.org",
    "letters that are not ASCII before the at sign": "ånna@example.org",
    "a long s before the at sign": "ſ@example.org",
    "a quoted local part": '"an na"@example.org',
    "a name with an address": "Anna <anna@example.org>",
    "an address in angle brackets": "<anna@example.org>",
    "two addresses": "anna@example.org, eve@example.org",
    "two addresses with a semicolon": "anna@example.org;eve@example.org",
    "two at signs": "anna@example.org@example.org",
    "no at sign": "anna.example.org",
    "only an at sign": "@",
    "no domain": "anna@",
    "no local part": "@example.org",
    "localhost": "anna@localhost",
    "an unfinished domain": "anna@example",
    "an IP address": "anna@127.0.0.1",
    "an IP literal": "anna@[127.0.0.1]",
    "an IPv6 literal": "anna@[IPv6:::1]",
    "a domain that begins with a hyphen": "anna@-example.org",
    "a domain that ends with a dot": "anna@example.org.",
    "two dots in a domain": "anna@example..org",
    "a dot in front": ".anna@example.org",
    "two dots before the at sign": "an..na@example.org",
    "a blank within an address": "anna @example.org",
    "a header within an address": "anna@example.org\r\nBcc: eve@example.org",
    "an address with a comment": "anna(home)@example.org",
    "a full-width at sign": "anna＠example.org",
    "a domain label of 64 characters": f"anna@{'a' * 64}.example.org",
    "an address of 254 characters": f"{'a' * 242}@example.org",
    "an address of 255 characters": f"{'a' * 243}@example.org",
    "an address of 320 characters": f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.{'e' * 63}",
    "an address that grows when encoded": f"anna@{'.'.join(['ø' * 20] * 9)}.example",
}

NUMBERS = {
    "zero": "0",
    "minus zero": "-0",
    "a decimal comma": "1,5",
    "a decimal point": "1.50",
    "leading zeros": "007",
    "a thousands separator": "1.000",
    "both separators": "1.234,56",
    "a typographic minus": "−3",
    "Arabic digits": "١٢٣",
    "a superscript": "x²",
    "a fraction": "½",
    "not a number": "NaN",
    "a signalling not a number": "sNaN",
    "infinity": "Infinity",
    "minus infinity": "-inf",
    "a huge exponent": "1e999999999",
    "a tiny exponent": "1E-999999999",
    "hexadecimal": "0xFF",
    "underscores in a number": "1_000",
    "two to the 64th": "18446744073709551616",
    "five thousand digits": "9" * 5000,
    "a credit card": "4111 1111 1111 1111",
}

TELEPHONES = {
    "eight digits in pairs": "33 66 24 51",
    "a prefix of two zeros": "0045 33662451",
    "brackets and hyphens": "(+46) 8-123-45-67",
    "a prefix and no more": "+45",
    "too many digits": "+45 3366 2451 3366 2451",
    "letters in a number": "33 FLOWER",
    "an emergency number": "112",
}

DATES = {
    "an ISO date": "2027-02-22",
    "a Danish date": "22-02-2027",
    "a date with dots": "22.2.2027",
    "a date with slashes": "22/02/2027",
    "a day that does not exist": "30-02-2027",
    "the year zero": "0000-01-01",
    "the year ten thousand": "10000-01-01",
    "a date with a time": "2027-02-22T16:00",
    "a week": "2027-W08-1",
    "a date without separators": "20270222",
}

LENGTHS = {
    "as long as a text may be": "æ" * 5_000,
    "one character too long": "æ" * 5_001,
    "short only when composed": "e\u0301" * 5_000,
    # As many as are not composed; Python takes ten seconds to compose ten times as many.
    "marks piled up": "a" + "\u0301\u0316" * 5_000,
    "a hundred thousand lines": "x\n" * 100_000,
    "a hundred thousand invisible signs": "\u200b" * 100_000 + "x",
}

VALUES: dict[str, str] = (
    CONTROLS
    | INVISIBLE
    | OVERRIDES
    | LINE_ENDS
    | NO_CHARACTERS
    | NOTHING_TO_SEE
    | LINES
    | FORMULAS
    | MARKUP
    | NAMES
    | EMOJI
    | ADDRESSES
    | NUMBERS
    | TELEPHONES
    | DATES
    | LENGTHS
)
