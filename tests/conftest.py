"""What holds for all property tests: no clock decides whether one passes."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "unrolled", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("unrolled")
