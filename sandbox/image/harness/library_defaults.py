"""Defaults of libraries that would not find their way here by themselves, set when they are imported.

Loaded by every Python of the image (through a .pth file), so it imports next to nothing itself.
"""

import sys

FONT_LISTS = "/opt/errand/matplotlib"


def _explain_no_network(module):
    """Lets raw sockets say why they lead nowhere, everywhere but in the harness, which is process 1."""
    import os

    if os.getpid() != 1:
        from errand_sandbox import no_network

        no_network.explain(module)


def _place_font_list(_module):
    """Puts the list of fonts that the image has where Matplotlib, which would look for fonts for seconds, finds it."""
    import os

    target = os.path.join(os.path.expanduser("~"), ".cache", "matplotlib")
    try:
        os.makedirs(target, exist_ok=True)
        for name in os.listdir(FONT_LISTS):
            with open(os.path.join(FONT_LISTS, name), "rb") as source:
                with open(os.path.join(target, name), "xb") as copy:
                    copy.write(source.read())
    except OSError:
        pass


def _http(name):
    """A function of http_defaults, which is imported when it is needed."""

    def adjust(module):
        from errand_sandbox import http_defaults

        getattr(http_defaults, name)(module)

    return adjust


AFTER = {
    "socket": _explain_no_network,
    "ssl": _http("accept_plain_authorities"),
    "certifi.core": _http("add_authorities"),
    "urllib3.poolmanager": _http("proxy_pool_managers"),
    "requests.adapters": _http("proxy_adapters"),
    "httpx._transports.default": _http("proxy_transports"),
    "httpx2._transports.default": _http("proxy_transports"),
    "httpcore2._ssl": _http("trust_environment"),
    "aiohttp.client": _http("proxy_client_sessions"),
}
BEFORE = {"matplotlib": _place_font_list}


class _Finder:
    """Finds these modules as everybody else would, and adjusts them when they are executed."""

    def find_spec(self, name, path=None, target=None):
        if name not in AFTER and name not in BEFORE:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                _adjust(spec.loader, name)
                return spec
        return None


def _adjust(loader, name):
    execute = loader.exec_module

    def exec_module(module):
        if name in BEFORE:
            BEFORE[name](module)
        execute(module)
        if name in AFTER:
            AFTER[name](module)

    loader.exec_module = exec_module


sys.meta_path.insert(0, _Finder())
