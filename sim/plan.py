import sys

import sim.files.plan as m

sys.modules[__name__] = m
