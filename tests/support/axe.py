"""What axe finds wrong on a page, on a telephone and a desk, in light and in dark."""

from collections.abc import Sequence
from itertools import product

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS, SCHEMES = (360, 1280), ("light", "dark")
EVERYWHERE = tuple(product(WIDTHS, SCHEMES))
#: Half of the work, where colours don't depend on the width.
IN_TWO_PLACES = ((360, "dark"), (1280, "light"))


def violations(
    page: Page,
    *,
    beside: Sequence[str] = (),
    without: Sequence[str] = (),
    looks: Sequence[tuple[int, str]] = EVERYWHERE,
) -> set[str]:
    """Return each rule that is broken and what breaks it.

    ``beside`` are selectors of what is not looked at, ``without`` names the rules left out.
    """
    found: set[str] = set()
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found |= _run(page, beside, without)
    return found


def _run(page: Page, beside: Sequence[str], without: Sequence[str]) -> set[str]:
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    context = {"exclude": [[selector] for selector in beside]} if beside else None
    response = Axe().run(page, context=context, options=options).response
    return {
        f"{broken['id']}: {node['html'][:150]}"
        for broken in response["violations"]
        for node in broken["nodes"]
    }
