import sys

import sim.files.writing as m

sys.modules[__name__] = m
