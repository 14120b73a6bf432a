import sys

import sim.results.intervals as m

sys.modules[__name__] = m
