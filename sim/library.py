import sys

import sim.files.library as m

sys.modules[__name__] = m
