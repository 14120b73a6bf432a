import sys

import sim.results.compare as m

sys.modules[__name__] = m
