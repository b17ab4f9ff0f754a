"""The `os` that the code sees: the environment, nothing else. Libraries keep the real one.

This keeps honest code to what the product promises; the container is the wall against hostile code.
"""

import os
import types

ALLOWED = ("environ", "getenv")
HIDDEN_MODULES = ("posix", "nt")
CONCERNED = ("os", "posix", "nt")


def refusal(what):
    """The sentence that says that `what` is not available."""
    return f"{what} is not available here: of os, only os.environ, os.environ.get and os.getenv are"


def may_concern(source):
    """Whether it is worth looking at the code's syntax tree at all."""
    return any(name in source for name in CONCERNED)


class _RestrictedOs(types.ModuleType):
    def __getattr__(self, name):
        raise _forbidden(AttributeError, refusal(f"os.{name}"))


def _forbidden(kind, message):
    error = kind(message)
    error.errand_forbidden = True
    return error


def _make():
    module = _RestrictedOs("os", "The environment of this action.")
    module.environ = os.environ
    module.getenv = os.getenv
    return module


RESTRICTED = _make()


def restricted_builtins(builtins):
    """A copy of the builtins whose import statement hands out the restricted `os`."""
    real_import = builtins.__import__

    def restricted_import(name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0 and name.partition(".")[0] in CONCERNED:
            if name in HIDDEN_MODULES or name != "os":
                raise _forbidden(ImportError, refusal(name))
            for item in fromlist or ():
                if item not in ALLOWED:
                    raise _forbidden(ImportError, refusal(f"os.{item}"))
            return RESTRICTED
        return real_import(name, globals, locals, fromlist, level)

    module = types.ModuleType("builtins")
    module.__dict__.update(builtins.__dict__)
    module.__import__ = restricted_import
    return module
