"""Settings of the whole suite."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A busy machine is no fault of what is tested: no example has a deadline.
# CI tries the same examples every time, so that what lands is judged by what it changed; at a developer's desk they are new each time.
settings.register_profile("ci", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Templates that a developer has on a shelf of their own are none of the tests'.
os.environ.pop("LAYOUTKIT_TEMPLATES", None)

settings.load_profile("ci" if os.environ.get("CI") else "desk")
