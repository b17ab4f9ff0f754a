"""Makes HTTP libraries take the sandbox's proxy and certificates where they would not by themselves.

Code asks for neither: it was written for a machine with a network. What it says explicitly about a proxy stays.
Each function takes a module that was just imported.
"""

import os

#: Of surroundings.py: written where the operator has authorities of their own.
ALL_CERTIFICATES = "/tmp/.certificates.pem"
#: What a pool may be told about TLS; requests would keep it from a pool that uses a proxy.
TLS_OPTIONS = (
    "ssl_context",
    "ssl_version",
    "ssl_minimum_version",
    "ssl_maximum_version",
    "cert_file",
    "key_file",
    "key_password",
    "assert_hostname",
    "assert_fingerprint",
    "server_hostname",
)


def _proxy():
    return os.environ.get("https_proxy") or os.environ.get("http_proxy")


def proxy_pool_managers(module):
    """urllib3: makes a PoolManager, and what code derives from it, a ProxyManager."""
    plain, proxied = module.PoolManager, module.ProxyManager
    initialise = plain.__init__
    made = {plain: proxied}

    def __init__(self, num_pools=10, headers=None, **options):
        proxy = _proxy()
        if not proxy or isinstance(self, proxied):
            initialise(self, num_pools, headers, **options)
            return
        kind = type(self)
        if kind not in made:
            made[kind] = type(kind.__name__, (kind, proxied), {"__module__": kind.__module__, "__doc__": kind.__doc__})
        self.__class__ = made[kind]
        proxied.__init__(self, proxy, num_pools, headers, **options)

    plain.__init__ = __init__


def proxy_adapters(module):
    """requests: takes the proxy also without trust in the environment, and the TLS options of code's own adapters."""
    adapter = module.HTTPAdapter
    send, manager_for = adapter.send, adapter.proxy_manager_for

    def send_through_proxy(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        proxy = _proxy()
        if proxy and not module.select_proxy(request.url, proxies):
            proxies = {"http": proxy, "https": proxy}
        return send(self, request, stream=stream, timeout=timeout, verify=verify, cert=cert, proxies=proxies)

    def proxy_manager_for(self, proxy, **options):
        own = getattr(self.poolmanager, "connection_pool_kw", {})
        given = {name: own[name] for name in TLS_OPTIONS if own.get(name) is not None}
        return manager_for(self, proxy, **{**given, **options})

    adapter.send = send_through_proxy
    adapter.proxy_manager_for = proxy_manager_for


def proxy_transports(module):
    """httpx: takes the proxy also without trust in the environment, and in a transport that code makes itself."""
    for transport in (module.HTTPTransport, module.AsyncHTTPTransport):
        _proxy_transport(transport)


def _proxy_transport(transport):
    initialise = transport.__init__

    def __init__(self, *arguments, **options):
        # `proxy` and `uds` are the seventh and eighth; nobody counts that far.
        if len(arguments) < 7 and options.get("proxy") is None and options.get("uds") is None:
            options["proxy"] = _proxy()
        initialise(self, *arguments, **options)

    transport.__init__ = __init__


def trust_environment(module):
    """httpcore2: takes the authorities of the environment also without trust in it."""
    make = module.default_ssl_context

    def default_ssl_context(**options):
        return make(**{**options, "_trust_env": True})

    module.default_ssl_context = default_ssl_context


def proxy_client_sessions(module):
    """aiohttp: makes a ClientSession read the proxy variables, whatever it is told."""
    session = module.ClientSession
    initialise = session.__init__

    def __init__(self, *arguments, **options):
        initialise(self, *arguments, **{**options, "trust_env": True})

    session.__init__ = __init__


def add_authorities(module):
    """certifi: has the operator's authorities in its bundle."""
    where, contents = module.where, module.contents

    def where_with_authorities():
        return ALL_CERTIFICATES if os.environ.get("SSL_CERT_FILE") == ALL_CERTIFICATES else where()

    def contents_with_authorities():
        path = where_with_authorities()
        if path != ALL_CERTIFICATES:
            return contents()
        with open(path, encoding="utf-8") as file:
            return file.read()

    module.where = where_with_authorities
    module.contents = contents_with_authorities


def accept_plain_authorities(module):
    """ssl: lets the operator's authority be as plain as home-made ones are.

    Since Python 3.13 certificates without key identifiers or critical constraints are refused, trusted or not.
    """
    context = module.SSLContext
    original = context.verify_flags

    def set_flags(self, flags):
        extended = os.environ.get("SSL_CERT_FILE") == ALL_CERTIFICATES
        original.fset(self, flags & ~module.VERIFY_X509_STRICT if extended else flags)

    context.verify_flags = property(original.fget, set_flags)
