"""Take the documentation's pictures anew, from a running demo.

.venv/bin/python docs/images/take.py http://localhost:8000 <password of admin>
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.browser import launch  # noqa: E402

WIDE = {"width": 1280, "height": 860}
TELEPHONE = {"width": 390, "height": 700}


def main(site: str, password: str) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(locale="da-DK", viewport=WIDE).new_page()
        invitation(page, site)
        log_in(page, site, password)
        lists(page, site)
        editor(page, site)
        message(page, site)
        tell_guests(page)
        browser.close()


def invitation(page: Page, site: str) -> None:
    page.goto(f"{site}/arrangementer/dialogmoede/")
    keep(page, "invitation")


def log_in(page: Page, site: str, password: str) -> None:
    page.goto(f"{site}/admin/login/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url(f"{site}/admin/")


def lists(page: Page, site: str) -> None:
    page.goto(f"{site}/admin/tilmeld/")
    keep(page, "events")
    page.locator("td.title a").first.click()
    keep(page, "registrations")
    page.get_by_role("link", name="Bo Berg").click()
    keep(page, "registration")
    page.goto(f"{site}/admin/tilmeld/2/overview/")
    keep(page, "overview")
    door(page, site)


def door(page: Page, site: str) -> None:
    page.set_viewport_size(TELEPHONE)
    page.goto(f"{site}/admin/tilmeld/2/door/?show=all")
    page.get_by_role("button", name="Tjek ind").last.click()
    page.get_by_role("button", name="Fortryd").wait_for()
    keep(page, "door")
    page.get_by_role("button", name="Fortryd").click()
    page.goto(f"{site}/admin/tilmeld/2/1/")
    page.set_viewport_size(WIDE)


def editor(page: Page, site: str) -> None:
    seen = page.locator("a[href*='/revisions/']").first.get_attribute("href") or ""
    page.goto(f"{site}{seen.partition('/revisions/')[0]}/edit/")
    page.get_by_role("tab").nth(1).click()
    keep(page, "when_and_where")
    preview(page)


def preview(page: Page) -> None:
    """Show the confirmation letter beside the page that it is written on."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.click("[data-side-panel-toggle=preview]")
    shown = page.frame_locator("#w-preview-iframe")
    shown.locator("h1").wait_for()
    page.select_option("#id_preview_mode", "letter:confirmed")
    shown.get_by_text("Anna Jensen").first.wait_for()
    keep(page, "preview")


def message(page: Page, site: str) -> None:
    page.set_viewport_size(WIDE)
    page.goto(f"{site}/admin/tilmeld/2/letters/")
    keep(page, "letters")
    page.goto(f"{site}/admin/tilmeld/2/messages/add/")
    page.wait_for_load_state("networkidle")
    page.fill("[name=subject]", "Tag gerne en kop med")
    page.locator(".public-DraftEditor-content").press_sequentially("Vi giver kaffe.", delay=30)
    page.wait_for_timeout(1000)  # the editor hands its words to the form now and then
    page.click("main button[type=submit]")
    page.locator("iframe.tilmeld-frame").wait_for()
    keep(page, "message")
    page.goto(f"{site}/admin/tilmeld/2/")
    page.get_by_role("button", name="Flere muligheder").or_(
        page.locator("header .w-dropdown__toggle")
    ).first.click()
    page.get_by_role("link", name="Rediger side").click()


def tell_guests(page: Page) -> None:
    """Move the demo's event by an hour, as far as the question that follows."""
    page.get_by_role("tab").nth(1).click()
    page.fill("[name=start_time]", "17:00")
    page.fill("[name=end_time]", "19:00")
    page.locator("footer .w-dropdown__toggle").click()
    page.click("button[name=action-publish]")
    page.locator("iframe.tilmeld-frame").wait_for()
    keep(page, "tell_guests")


def keep(shown: Page, name: str) -> None:
    """Keep what is shown, in few enough colours to be a small file."""
    shown.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(shown.screenshot())).convert("RGB")
    few = picture.quantize(128, dither=Image.Dither.NONE)
    few.save(Path(__file__).with_name(f"{name}.png"), optimize=True)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2])
