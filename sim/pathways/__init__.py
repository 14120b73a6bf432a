"""When to change course: how long plans stay good enough, what waiting costs, and what warns in time."""
