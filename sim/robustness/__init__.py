"""Does a ranking of plans hold when parameters, thresholds and the structure of the model are doubted?"""
