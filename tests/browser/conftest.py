# SPDX-License-Identifier: Apache-2.0
"""What browser tests stand on: Chromium, two federations built once, and readers who sign in as one of the cast."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.readers import Reader, Watch
from tests.browser.sites import Site, finish_building, served, served_copy, start_building

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",  # how date fields are written
]
SMALL_FEDERATION = Path(__file__).with_name("federation.py")
PATIENCE = 20_000  # a page on a machine that does other things as well
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
COLORS = 128  # flat pages need no more, and a README stays light
HEAVIEST_PICTURE = 250_000


@pytest.fixture(scope="session")
def chromium(wall: object) -> Iterator[Browser]:
    """One browser for all."""
    place = os.environ.get("GUANTONG_TEST_CHROMIUM", "/usr/bin/chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A federation without a notice and the whole demo, built side by side; nobody writes into these.

    Whoever works on a walk names a folder in GUANTONG_TEST_HOMES, where both stay built until the folder is removed.
    """
    kept = os.environ.get("GUANTONG_TEST_HOMES")
    small, whole = (Path(kept or tmp_path_factory.mktemp("homes")) / name for name in ("small", "whole"))
    if small.exists() and whole.exists():
        return {"small": small, "whole": whole}
    small.mkdir(parents=True)
    whole.mkdir(parents=True)
    builds = [
        start_building(whole, "-m", "guantong.site.cli", "demo", "--no-serve"),
        start_building(small, str(SMALL_FEDERATION)),
    ]
    for build in builds:
        finish_building(build)
    return {"small": small, "whole": whole}


@pytest.fixture(scope="session")
def demo(homes: dict[str, Path]) -> Iterator[Site]:
    """The whole demo, to be read and not written."""
    with served(homes["whole"]) as site:
        yield site


@pytest.fixture(scope="module")
def demo_to_write(homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of the whole demo for the tests of one file; each of them writes as somebody, or about something, else."""
    with served_copy(homes["whole"], tmp_path_factory.mktemp("copy") / "home") as site:
        yield site


@pytest.fixture(scope="module")
def before_the_notice(homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of the federation that no notice has reached, for the tests of one file."""
    with served_copy(homes["small"], tmp_path_factory.mktemp("copy") / "home") as site:
        yield site


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Callable[..., Reader]]:
    """Opens browsers' windows, each of its own person; at the end none of them may have complained."""
    opened: list[Watch] = []

    def open_window(site: Site, **options: object) -> Reader:
        watch = Watch(chromium.new_context(**{"locale": "zh-CN", "base_url": site.url, **options}))
        opened.append(watch)
        return Reader(watch)

    yield open_window
    for watch in opened:
        watch.context.close()
    assert [complaint for watch in opened for complaint in watch.complaints] == []


@pytest.fixture(scope="session")
def picture() -> Callable[[Page, str], None]:
    """Keeps what a page looks like for the README when GUANTONG_TEST_PICTURES is yes."""

    def keep(page: Page, name: str) -> None:
        if os.environ.get("GUANTONG_TEST_PICTURES") != "yes":
            return
        place = PICTURES / f"{name}.png"
        shown = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        shown.quantize(COLORS, dither=Image.Dither.NONE).save(place, optimize=True)
        assert place.stat().st_size < HEAVIEST_PICTURE, f"{name} is too heavy for a README"

    return keep
