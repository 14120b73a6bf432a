import sys

import sim.files.fields as m

sys.modules[__name__] = m
