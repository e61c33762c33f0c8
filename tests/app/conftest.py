"""A client of the app, its files in a folder of its own, and a trace to ask about."""

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import made, noise, spec
from unrolled.app.main import create_app
from unrolled.app.settings import Settings


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """It raises what the app doesn't catch, so that no defect hides behind a status."""
    return TestClient(create_app(Settings(cache=tmp_path_factory.mktemp("cache"))))


@pytest.fixture(scope="module", params=[False, True], ids=["T first", "B first"])
def address(client: TestClient, request: pytest.FixtureRequest) -> str:
    """A trace of seven steps."""
    return made(client, spec(network__batch_first=request.param, input=noise(7)))
