"""Says why raw sockets lead nowhere: without it, the code would see no more than "Network is unreachable".

Nothing is refused here, and nothing allowed: what fails without it fails with it, with the same type and errno.
"""

import errno

#: What the kernel says where there is no way to an address.
UNREACHABLE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL)


def explain(module):
    """Makes connecting and looking names up in `module` (socket) fail with a text that says why."""
    for name in ("connect", "sendto", "sendmsg"):
        _explain_method(module, name)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        _explain_look_up(module, name)


def _explain_method(module, name):
    base = getattr(module.SocketType, name)
    gaierror = module.gaierror

    def method(self, *arguments):
        try:
            return base(self, *arguments)
        except gaierror as error:
            reason = gaierror(error.errno, _sentence(_target(arguments)))
        except OSError as error:
            if error.errno not in UNREACHABLE:
                raise
            reason = OSError(error.errno, _sentence(_target(arguments)))
        raise reason from None

    method.__name__ = name
    method.__qualname__ = f"socket.{name}"
    method.__doc__ = base.__doc__
    setattr(module.socket, name, method)


def _explain_look_up(module, name):
    original = getattr(module, name)
    gaierror = module.gaierror

    def look_up(*arguments, **options):
        try:
            return original(*arguments, **options)
        except gaierror as error:
            host = arguments[0] if arguments else options.get("host")
            port = arguments[1] if len(arguments) > 1 else options.get("port")
            reason = gaierror(error.errno, _sentence((host, port)))
        raise reason from None

    look_up.__name__ = look_up.__qualname__ = name
    look_up.__doc__ = original.__doc__
    setattr(module, name, look_up)


def _target(arguments):
    """The address among the arguments of connect, sendto and sendmsg: the last that is one."""
    for argument in reversed(arguments):
        if isinstance(argument, tuple) and len(argument) >= 2:
            return argument[:2]
    return (None, None)


def _sentence(target):
    host, port = (part.decode("ascii", "replace") if isinstance(part, bytes) else part for part in target)
    if host is None:
        place = "other machines"
    else:
        place = f"{host}:{port}" if port else host
    return (
        f"The sandbox has no network but HTTP and HTTPS through its proxy, so {place} can't be reached. "
        "Use the service's HTTP API, with requests, httpx, aiohttp, urllib3 or urllib.request"
    )
