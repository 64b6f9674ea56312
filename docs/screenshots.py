"""Pictures of the pages of ``counterclaim serve --demo``, in light, one in dark and one as a phone shows it.

    python docs/screenshots.py         writes docs/screenshots/*.png

A server is started on a free port of this computer with a ledger of its own and ended afterwards. Chromium is the
system's (``/usr/bin/chromium``).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
PAGES = {
    "check": "/",
    "report": "sample:kharkiv-border",
    "ledger": "/claims?side=RU",
    "claim": "claim:5,973",
    "compare": "/compare?measure=losses&side=RU&object=aircraft&from=2024-01-01&to=2024-06-30",
    "incidents": "/incidents",
    "source": "/source?name=ua-general-staff",
    "call": "call:",
    "review": "/review",
    "trace": "/trace?q=4,320+soldiers+and+51+tanks+in+three+days&near=2024-05",
    "record": "/record/ua-general-staff?column=tank&from=2023-01-01",
}
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def main() -> None:
    """Starts the pages, takes the pictures, ends the server."""
    sys.path.insert(0, str(ROOT / "src"))
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {
            "PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": home, "XDG_DATA_HOME": home, "COUNTERCLAIM_USER": "Ada",
        }  # fmt: skip
        command = [sys.executable, "-m", "counterclaim.cli", "serve", "--demo", "--port", "0"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=home)
        try:
            assert server.stderr is not None
            line = next((line for line in server.stderr if line.startswith("Open ")), "")
            if not line:
                sys.exit("the server did not start")
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
                _pictures(browser, line.split()[1].rstrip("/"))
                browser.close()
        finally:
            server.terminate()
            server.wait()


def _pictures(browser: object, base: str) -> None:
    from playwright.sync_api import Browser

    assert isinstance(browser, Browser)
    looks = {"": (WIDE, "light"), "-dark": (WIDE, "dark"), "-phone": (PHONE, "light")}
    for ending, (size, scheme) in looks.items():
        context = browser.new_context(
            viewport=size, color_scheme=scheme, locale="en-GB", timezone_id="UTC", reduced_motion="reduce"
        )  # type: ignore[arg-type]
        page = context.new_page()
        for name, address in PAGES.items():
            if ending and name not in ("report", "ledger", "compare", "call"):
                continue
            if address.startswith("sample:"):
                page.goto(f"{base}/")
                page.locator(f'form:has(input[value="{address[7:]}"]) button').click()
            elif address.startswith("claim:"):
                page.goto(f"{base}/claims?q={address[6:]}")
                page.locator(".claims-table tbody th a").first.click()
            elif address.startswith("call:"):
                page.goto(f"{base}/calls")
                page.locator("tbody th a").first.click()
                if page.locator("audio").count():
                    page.locator("audio").evaluate("audio => { audio.currentTime = 9; }")
                    page.locator(".now").first.wait_for()
                page.locator("section.call").evaluate("call => call.scrollIntoView({ behavior: 'instant' })")
            else:
                page.goto(base + address)
            page.wait_for_load_state("load")
            if name == "compare":  # the chart comes after the page
                page.locator("svg.vega").wait_for()
            page.screenshot(path=str(FOLDER / f"{name}{ending}.png"))
        context.close()


if __name__ == "__main__":
    main()
