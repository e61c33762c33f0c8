"""The page in a real browser: from a changed control to the complete picture, frames, bytes."""

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.serving import served

# A new seed for the weights is a new trace. Graph, code and the numbers of the cell are drawn
# for it in one frame, in which the address of the file to download changes. Looking at every frame
# would itself take the time of one.
_change = """
(seed) => new Promise((resolve, reject) => {
  const input = document.querySelector('#control-seed');
  const numbers = document.querySelector('#inspector .numbers-of-cell');
  const before = numbers.textContent;
  const start = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    if (numbers.textContent === before) reject(new Error('the numbers of the cell have not come'));
    // A message that is posted while a frame is made arrives when the frame has been painted.
    const painted = new MessageChannel();
    painted.port1.onmessage = () => resolve(performance.now() - start);
    painted.port2.postMessage(null);
  }).observe(document.querySelector('#code a'), { attributeFilter: ['href'] });
  input.value = String(seed);
  input.dispatchEvent(new Event('input', { bubbles: true }));
})
"""

_rest = "() => new Promise((rested) => requestIdleCallback(() => setTimeout(rested, 250)))"

_time_frames = """
window.frames_ms = [];
const ask = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (draw) => ask((now) => {
  const start = performance.now();
  draw(now);
  window.frames_ms.push(performance.now() - start);
});
"""

_time_picture = """
new MutationObserver((_, observer) => {
  if (document.querySelector('#graph')?.getAttribute('aria-busy') !== 'false') return;
  observer.disconnect();
  window.picture_ms = performance.now();
}).observe(document, { subtree: true, childList: true, attributeFilter: ['aria-busy'] });
"""

small = "#input=random&weights=random&steps=20&step=39"
large = "#input=random&weights=random&steps=200&num_layers=4&hidden_size=64&step=700"


def main() -> None:
    """Print a table of all figures and their budgets."""
    print(f"{'what':66}{'measured':>14}{'budget':>12}")
    with served() as (_, address), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_arguments())
        size, requests, times = _first_view(browser, address)
        _row("first view, bytes over the wire", f"{size:,}", "200,000")
        _row("first view, requests", str(requests), "40")
        _row("complete picture, cold, 100 ms of latency, median", _ms(times, 50), "1,000 ms")
        for name, scene, budget in (("small", small, "50 ms"), ("large", large, "150 ms")):
            times = _changes(browser, address + scene)
            _row(f"control changed → picture complete, {name}, median", _ms(times, 50), "")
            _row(f"control changed → picture complete, {name}, p95", _ms(times, 95), budget)
        frames = _frames(browser, address + large)
        what = f"script in a frame while playing, large, {len(frames)} frames"
        _row(f"{what}, p95", _ms(frames, 95), "8 ms")
        browser.close()
    print("small: L = 2, D = 2, T = 20, H = 8; large: L = 4, D = 2, T = 200, H = 64; LSTM")


def _row(what: str, measured: str, budget: str) -> None:
    print(f"{what:66}{measured:>14}{budget:>12}")


def _ms(times: list[float], percentile: int) -> str:
    return f"{np.percentile(times, percentile):.1f} ms"


def _first_view(browser: Browser, address: str) -> tuple[int, int, list[float]]:
    """The page as someone meets it for the first time.

    Returns:
        Bytes of all answers, headers included, and requests, until the page is at rest; and
        milliseconds until the picture is complete, of nine times.
    """
    times = []
    for _ in range(9):
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.add_init_script(_time_picture)
        sizes: list[int] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        slow = {"latency": 100, "downloadThroughput": -1, "uploadThroughput": -1}
        session.send("Network.emulateNetworkConditions", {"offline": False, **slow})
        session.on(
            "Network.loadingFinished",
            lambda event, sizes=sizes: sizes.append(int(event["encodedDataLength"])),
        )
        page.goto(address, wait_until="networkidle")
        times.append(float(page.evaluate("window.picture_ms")))
        page.context.close()
    return sum(sizes), len(sizes), times


def _open(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(_time_frames)
    page.goto(address, wait_until="networkidle")
    return page


def _changes(browser: Browser, address: str) -> list[float]:
    """Milliseconds of forty changes, after five to warm up."""
    page = _open(browser, address)
    times = []
    for seed in range(1, 46):
        times.append(float(page.evaluate(_change, seed)))
        page.evaluate(_rest)  # a person's changes come one at a time
    page.close()
    return times[5:]


def _frames(browser: Browser, address: str) -> list[float]:
    """Milliseconds that scripts took in each frame in which something was drawn."""
    page = _open(browser, address)
    page.get_by_label("Speed").select_option("16")
    page.evaluate("window.frames_ms.length = 0")
    page.get_by_role("button", name="Play", exact=True).click()
    page.mouse.move(5, 5)  # a pointer over the graph would pause it
    page.get_by_role("button", name="Play", exact=True).wait_for()  # it has come to the end
    frames: list[float] = page.evaluate("window.frames_ms")
    page.close()
    # The player asks for a frame even where it has nothing to do.
    return [ms for ms in frames if ms > 0.5]
