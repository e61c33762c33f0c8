"""Measurements against budgets and peers; no tests, since a busy machine's figures prove little.

Importing this leaves one thread to every library of linear algebra that is imported afterwards.
"""

import os

for _library in ("OPENBLAS", "OMP", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"
