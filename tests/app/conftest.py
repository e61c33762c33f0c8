"""A client of the app, its files in a folder of its own."""

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """It raises what the app doesn't catch, so that no defect hides behind a status."""
    return TestClient(create_app(Settings(cache=tmp_path_factory.mktemp("cache"))))
