import sys

import sim.files.context as m

sys.modules[__name__] = m
