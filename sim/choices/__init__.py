"""Are the choices real? Each dial of a plan along its range, in every scenario and context that is asked about."""
