import json
import os
import re
import time

import requests

# Seconds from the start; what is left of the action's 30 is for the answer.
PATIENCE = 25
STARTED = time.monotonic()
UNSURE = "It may or may not have done what was asked: look there before you try again."


class ServiceError(SystemExit):
    """Ends the run without a traceback; its text is what the user reads."""


def given(name):
    """A parameter or secret as text; an absent one is not in the environment."""
    return os.environ.get(name, "").strip()


def filled(facts):
    """Without the fields that say nothing."""
    return {name: value for name, value in facts.items() if value not in (None, "")}


def show(result):
    print(json.dumps(filled(result), ensure_ascii=False))


class Service:
    """One HTTP API; `key` names the secret that a refusal is about."""

    def __init__(self, name, host, key, headers=None, auth=None):
        self.name, self.base, self.key = name, f"https://{host}", key
        self.session = requests.Session()
        self.session.headers.update({"Accept": "application/json", **(headers or {})})
        self.session.auth = auth

    def call(self, path, params=None, body=None, once=False):
        """The JSON of the answer, None for a 404. `once`: what may have taken effect is not repeated."""
        for attempt in range(1, 5):
            wait = 0
            try:
                response = self._send(path, params, body)
            except requests.RequestException as error:
                refused = re.search(r"Tunnel connection failed: \d+ ([^'\"]+)", str(error))
                if refused:
                    raise ServiceError(f"{self.name} could not be reached. {refused[1]}")
                if once and not isinstance(error, requests.ConnectTimeout):
                    raise ServiceError(f"The connection to {self.name} broke. {UNSURE}")
                why = "does not answer"
            else:
                status = response.status_code
                if status == 429:
                    # In seconds, whole or not; these services send no dates.
                    seconds = re.match(r"[\d.]*", response.headers.get("Retry-After", ""))[0]
                    why, wait = "is asked too often (429)", float(seconds or 0)
                elif status >= 500 and not once:
                    why = f"has a problem of its own ({status})"
                else:
                    return self._read(response)
            pause = max(wait, 0.4 * 2**attempt)
            if attempt == 4 or time.monotonic() - STARTED + pause > PATIENCE:
                raise ServiceError(f"{self.name} {why}. Try again in {round(wait) or 60} seconds.")
            time.sleep(pause)

    def _send(self, path, params, body):
        left = PATIENCE - (time.monotonic() - STARTED)
        if left < 0:
            raise ServiceError(f"{self.name} is too slow to read all of it in time. Ask for less at once.")
        method = "GET" if body is None else "POST"
        # A key must not follow a redirect to somebody else.
        return self.session.request(
            method, self.base + path, params=params, json=body, timeout=max(1, left), allow_redirects=False
        )

    def _read(self, response):
        status = response.status_code
        if status == 404:
            return None
        if status in (401, 403):
            what = "does not accept the key (401). " if status == 401 else f"forbids that (403). {_said(response)}"
            raise ServiceError(f"{self.name} {what}Check the secret {self.key}.")
        if status >= 500:
            raise ServiceError(f"{self.name} has a problem of its own ({status}). {UNSURE}")
        if status >= 300:
            raise ServiceError(f"{self.name} refuses the request ({status}). {_said(response)}".strip())
        try:
            return response.json()
        except ValueError:
            raise ServiceError(f"{self.name} does not answer in JSON. Check the host.")


def _said(response):
    """What the service itself says, wherever it says it."""
    try:
        body = response.json()
        error, errors = body.get("error"), body.get("errors")
    except (ValueError, AttributeError):
        return ""
    found = [error.get("message") if isinstance(error, dict) else error, *(body.get("errorMessages") or [])]
    found += [body.get(name) for name in ("message", "detail", "description")]
    found += [f"{name}: {text}" for name, text in errors.items()] if isinstance(errors, dict) else [errors]
    text = " ".join(next((one for one in found if one and isinstance(one, str)), "").split())
    # Some name the key, but for its middle.
    text = re.sub(r"\S*\*\*\S*", "…", text[:300]).rstrip(".")
    return f"It says: {text}. " if text else ""
