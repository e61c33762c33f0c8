"""Places are read once nothing moves, and nowhere else: a row on its way stands nowhere yet."""

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.page import open_page
from tests.browser.places import box

READS = re.compile(r"bounding_box|ClientRect|screenshot\(|scroll(Width|Height|Left|Top)")


def test_what_moves_is_read_where_it_comes_to_rest(page: Page) -> None:
    open_page(page)
    band = page.locator(".band-output")
    before = box(band)
    band.evaluate("""node => {
        const frames = [{ translate: "0px" }, { translate: "70px" }];
        node.animate(frames, { duration: 300, fill: "both" });
    }""")
    assert box(band) == {**before, "x": before["x"] + 70}


def test_no_other_file_reads_places_by_itself() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        if path.name not in ("places.py", "contrast.py", "test_rest.py"):
            own = READS.search(path.read_text("utf8").replace("at_rest(page).screenshot()", ""))
            assert not own, f"{path.name} has {own}: take boxes or page_width of places.py"
