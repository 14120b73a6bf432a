"""Why a future went as it did, what collapses hang on, and what could still become of it from a month on.

Luck has an address, so that "without" is exact: the same future is lived through again, with every other draw as it
was, and one thing not happening.
"""
