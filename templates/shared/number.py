from shared.service import ServiceError, given


def number(name, default, least, most):
    """A numeric parameter, kept within its bounds."""
    try:
        return min(max(float(given(name) or default), least), most)
    except ValueError:
        raise ServiceError(f"{name} must be a number, not '{given(name)}'.")
