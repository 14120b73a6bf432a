"""One question a page; each module has one function, ``show``."""
