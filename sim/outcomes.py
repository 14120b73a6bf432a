import sys

import sim.results.outcomes as m

sys.modules[__name__] = m
