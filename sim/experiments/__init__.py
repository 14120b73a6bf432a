"""Batch experiments: many points in the space of what may vary, each lived through in many futures, kept on disk.

Begin with :mod:`sim.experiments.design` (what a researcher writes) and :mod:`sim.experiments.store` (what lies on
disk).
"""
