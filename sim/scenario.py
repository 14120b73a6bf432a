import sys

import sim.files.scenario as m

sys.modules[__name__] = m
