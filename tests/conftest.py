"""What every test shares: Hypothesis and the terminal are the same on every machine."""

import os

from hypothesis import HealthCheck, settings

# A shared machine can stall for a second: slowness is for the benchmarks to judge, never for a test. On a build machine
# a failure must come again when the run is repeated there.
settings.register_profile("sobremesa", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("build", settings.get_profile("sobremesa"), derandomize=True)
settings.load_profile("build" if os.environ.get("CI") else "sobremesa")

# Tests read what the command line writes for a pipe: 100 columns wide, without colours, whatever the user has set.
os.environ.update(COLUMNS="100", NO_COLOR="1", TERM="dumb")
for name in ("FORCE_COLOR", "PYTHONWARNINGS", "NUMBA_BOUNDSCHECK"):
    os.environ.pop(name, None)
