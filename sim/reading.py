import sys

import sim.files.reading as m

sys.modules[__name__] = m
