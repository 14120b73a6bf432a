import sys

import sim.files.actors as m

sys.modules[__name__] = m
