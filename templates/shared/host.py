import re

from shared.service import ServiceError, given


def host_of(name):
    """A host from the secrets, however it was pasted."""
    host = re.sub(r"^https?://", "", given(name)).split("/")[0]
    if not re.fullmatch(r"[\w.-]+(:\d+)?", host):
        raise ServiceError(f"The secret {name} must be a host name such as www.example.com.")
    return host
