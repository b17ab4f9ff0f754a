"""What schemathesis does not check by itself. Loaded by it, as its configuration says."""

import os
import re

import schemathesis

#: A line of a stack trace, and what only the inside of the product knows.
INTERNALS = re.compile(r"^\s+at .+[:(].+:\d+:\d+\)?$|node_modules|node:internal|\.ts:\d+", re.MULTILINE)
#: Values that no response may hold: of secrets, and of keys.
CONFIDENTIAL = [value for value in os.environ.get("FUZZ_CONFIDENTIAL", "").split(",") if value]


@schemathesis.check
def nothing_of_the_inside(ctx, response, case):
    """No stack trace, no secret, whatever was sent."""
    sent = f"{case.body!r}{case.path_parameters!r}{case.query!r}{case.headers!r}"
    for found in INTERNALS.findall(response.text):
        if found not in sent:
            raise AssertionError(f"The response tells of the inside: {found!r}")
    for value in CONFIDENTIAL:
        if value in response.text and value not in sent:
            raise AssertionError("The response holds a secret value")


if os.environ.get("FUZZ_SIGNED_OUT"):

    @schemathesis.check
    def only_for_those_signed_in(ctx, response, case):
        """Without a key nothing is to be had: 401; 403 for a made-up cookie; 429 for too many made-up keys; 405 for
        another method of what is open; 400 for an address that nobody could ask for, before anybody is asked who they are."""
        if response.status_code == 400 and "can't contain a NUL" in response.text:
            return
        if response.status_code not in (401, 403, 405, 429):
            raise AssertionError(f"Without a key it answered {response.status_code}")


@schemathesis.hook
def after_call(context, case, response):
    """One line for each response, for the summary."""
    with open(os.environ["FUZZ_LOG"], "a", encoding="utf-8") as log:
        operation = case.operation.definition.raw.get("operationId")
        log.write(f"{operation} {response.status_code} {round(response.elapsed * 1000)}\n")
