"""Defaults of libraries that would not find their way here by themselves, set when they are imported.

urllib3's PoolManager and aiohttp ignore the proxy variables; Matplotlib would look for fonts for seconds.
Loaded by every Python of the image (through a .pth file), so it imports next to nothing itself.
"""

import sys

FONT_LISTS = "/opt/errand/matplotlib"
#: Of surroundings.py: written where the operator has authorities of their own.
ALL_CERTIFICATES = "/tmp/.certificates.pem"


def _proxy_pool_managers(module):
    """Makes a plain PoolManager a ProxyManager where the environment names a proxy."""
    import os

    plain, proxied = module.PoolManager, module.ProxyManager
    initialise = plain.__init__

    def __init__(self, num_pools=10, headers=None, **options):
        proxy = os.environ.get("https_proxy") or os.environ.get("http_proxy")
        if type(self) is plain and proxy:
            self.__class__ = proxied
            proxied.__init__(self, proxy, num_pools, headers, **options)
        else:
            initialise(self, num_pools, headers, **options)

    plain.__init__ = __init__


def _proxy_client_sessions(module):
    """Makes a ClientSession read the proxy variables unless it is told otherwise."""
    session = module.ClientSession
    initialise = session.__init__

    def __init__(self, *arguments, **options):
        options.setdefault("trust_env", True)
        initialise(self, *arguments, **options)

    session.__init__ = __init__


def _explain_no_network(module):
    """Lets raw sockets say why they lead nowhere, everywhere but in the harness, which is process 1."""
    import os

    if os.getpid() != 1:
        from errand_sandbox import no_network

        no_network.explain(module)


def _accept_plain_authorities(module):
    """Lets the operator's authority be as plain as home-made ones are.

    Since Python 3.13 certificates without key identifiers or critical constraints are refused, trusted or not.
    """
    context = module.SSLContext
    original = context.verify_flags

    def set_flags(self, flags):
        import os

        extended = os.environ.get("SSL_CERT_FILE") == ALL_CERTIFICATES
        original.fset(self, flags & ~module.VERIFY_X509_STRICT if extended else flags)

    context.verify_flags = property(original.fget, set_flags)


def _place_font_list(_module):
    """Puts the list of fonts that the image has where Matplotlib looks for it."""
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


AFTER = {
    "urllib3.poolmanager": _proxy_pool_managers,
    "aiohttp.client": _proxy_client_sessions,
    "socket": _explain_no_network,
    "ssl": _accept_plain_authorities,
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
