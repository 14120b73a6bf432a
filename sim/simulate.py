import sys

import sim.results.simulate as m

sys.modules[__name__] = m
