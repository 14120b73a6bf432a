import sys

import sim.files.format as m

sys.modules[__name__] = m
