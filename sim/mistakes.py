import sys

import sim.files.mistakes as m

sys.modules[__name__] = m
