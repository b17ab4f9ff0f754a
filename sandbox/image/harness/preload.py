"""Imports libraries in a container that waits, so that the code finds them loaded."""

import importlib


def load(modules):
    """Imports what it can. A library that fails does so again, in the code."""
    for name in modules:
        try:
            importlib.import_module(name)
            if name in USED_ONCE:
                USED_ONCE[name]()
        except Exception:
            pass


def _draw():
    """Fonts are found and read at the first drawing. The figure is nobody's: pyplot never hears of it."""
    import io

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    figure.add_subplot().set_title("a")
    FigureCanvasAgg(figure).print_png(io.BytesIO())


USED_ONCE = {"matplotlib.pyplot": _draw}
