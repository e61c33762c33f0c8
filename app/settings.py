"""Limits and places, each to be set by an environment variable: UNROLLED_MAX_STEPS and so on."""

from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator can change."""

    model_config = SettingsConfigDict(env_prefix="UNROLLED_")

    cache: Path = Field(default_factory=lambda: user_cache_path("unrolled"))
    """Where the specs of traces are kept, so that their addresses outlive the process."""

    max_steps: int = 2_000
    """T of one run."""

    max_recorded: int = 4_000_000
    """Numbers that one run may record: states and gates of all cells."""

    max_sent: int = 1_000_000
    """Numbers in one answer."""

    max_body: int = 1_500_000
    """Bytes of one request."""

    max_file: int = 64 * 2**20
    """Bytes of one model file."""

    max_stored_files: int = 2**30
    """Bytes of all model files that are kept; the oldest go first."""

    max_stored_specs: int = 2_000
    """Specs that are kept; the oldest go first."""

    max_stored_bytes: int = 256_000_000
    """Bytes of all specs that are kept, and of all CSVs; the oldest go first."""

    kept_traces: int = 16
    """Traces that one process holds in memory; others are computed again when asked for."""

    max_kept_weights: int = 256_000_000
    """Bytes of the weights of these traces, however few of them that leaves."""
