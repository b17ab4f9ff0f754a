"""Imports libraries in a container that waits, so that the code finds them loaded."""

import importlib


def load(modules):
    """Imports what it can; returns the names of what was imported. A library that fails does so again, in the code."""
    loaded = []
    for name in modules:
        try:
            importlib.import_module(name)
            loaded.append(name)
        except Exception:
            pass
    return loaded
