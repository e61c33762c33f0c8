"""`make fuzz`: files out of a coverage-guided fuzzer, one importer after the other.

A crash is anything but an EngineError; a call may take ten seconds, and the process 2 GB. What is
inside an archive is fuzzed by itself and packed again, lest every change end at its checksum.
"""

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["unrolled", "onnx"]):
    import numpy as np

    import unrolled
    from tests.golden import store
    from unrolled.engine.importers.read import read

GOLDEN = Path(__file__).parent.parent / "golden"
Pack = Callable[[bytes], bytes]
Target = tuple[Callable[[], list[bytes]], Callable[[], Pack]]  # seeds, and what makes a file of one
SECONDS = int(os.environ.get("FUZZ_SECONDS", "60"))


def main() -> None:
    """Fuzz every target in a process of its own, or, named by the first argument, a single one."""
    if len(sys.argv) > 1:
        _fuzz(sys.argv[1])
    for name, (seeds, _) in TARGETS.items():
        with tempfile.TemporaryDirectory() as folder:
            for n, seed in enumerate(seeds()):
                Path(folder, str(n)).write_bytes(seed)
            limits = [f"-max_total_time={SECONDS}", "-timeout=10", "-rss_limit_mb=2048"]
            command = [sys.executable, "-m", "tests.fuzz.importers", name, folder, *limits]
            command += [
                "-max_len=25000",
                "-print_final_stats=1",
                f"-artifact_prefix={name.replace(' ', '-')}-",
            ]
            done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
        runs = [line.split()[-1] for line in done.stderr.splitlines() if "executed_units" in line]
        print(f"{name:20} {runs[0] if runs else '?':>9} runs", flush=True)
        if done.returncode:
            sys.exit(done.stderr)


def _fuzz(name: str) -> None:
    pack = TARGETS[name][1]()

    def one(data: bytes) -> None:
        try:
            for module in read(pack(data)).modules:
                net = module.make()
                net.run(np.zeros((1, 1, net.input_size), net.dtype))
        except unrolled.EngineError:
            pass

    atheris.Setup([sys.argv[0], *sys.argv[2:]], one)
    atheris.Fuzz()


def _files(*patterns: str) -> list[bytes]:
    return [path.read_bytes() for pattern in patterns for path in sorted(GOLDEN.glob(pattern))]


def _inside(archives: list[bytes], ending: str) -> list[bytes]:
    found = []
    for data in archives:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found += [archive.read(name) for name in archive.namelist() if name.endswith(ending)]
    return found


def _saved(ending: str) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"saved{ending}")
        unrolled.save(unrolled.Network("lstm", 2, 3, 2, bidirectional=True, proj_size=2), path)
        return [path.read_bytes()]


def _stored(name: str, ending: str) -> list[bytes]:
    """Whole files that a golden archive holds, of 25 kB at most, the first ten."""
    found = [v.tobytes() for key, v in store.load(GOLDEN / name).items() if key.endswith(ending)]
    return [data for data in found if len(data) < 25_000][:10]


def _packed_into(archive: bytes, ending: str) -> Pack:
    """Puts bytes in the place of the entries of an archive that end so."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}

    def pack(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name, content in entries.items():
                made.writestr(name, data if name.endswith(ending) else content)
        return out.getvalue()

    return pack


def _whole() -> Pack:
    return lambda data: data


def _inside_of(archives: Callable[[], list[bytes]], ending: str) -> Target:
    """Fuzzes what stands in an archive under a name that ends so."""
    return lambda: _inside(archives(), ending), lambda: _packed_into(archives()[0], ending)


def _checkpoint() -> list[bytes]:
    return _files("files/tagger-checkpoint.pt")


def _keras() -> list[bytes]:
    return _stored("keras-models.npz", ".keras/file")


TARGETS: dict[str, Target] = {
    "safetensors": (lambda: _files("files/*.safetensors"), _whole),
    "npz": (lambda: _saved(".npz"), _whole),
    "npz array": _inside_of(lambda: _saved(".npz"), "weight_ih_l0.npy"),
    "pytorch": (lambda: _files("files/*.pt"), _whole),
    "pytorch pickle": _inside_of(_checkpoint, "data.pkl"),
    "onnx": (lambda: _stored("onnx.npz", "/model"), _whole),
    "keras": (_keras, _whole),
    "keras config": _inside_of(_keras, "config.json"),
    "keras weights": (lambda: _stored("keras-models.npz", "h5/file"), _whole),
}

if __name__ == "__main__":
    main()
