import sys

import sim.files.elections as m

sys.modules[__name__] = m
