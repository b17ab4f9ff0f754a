import urllib.parse
from datetime import datetime, timezone

from dateutil import parser
from shared.host import host_of
from shared.service import Service, ServiceError, given, show

POSTHOG = Service(
    "PostHog",
    host_of("POSTHOG_HOST"),
    "POSTHOG_API_KEY",
    {"Authorization": f"Bearer {given('POSTHOG_API_KEY')}"},
)
PATH = f"/api/projects/{urllib.parse.quote(given('POSTHOG_PROJECT_ID'), safe='')}/query/"
PAGE, MOST, SHOWN = 1000, 20_000, 25
LONGEST_DAYS = 31
FORM = "%Y-%m-%dT%H:%M:%SZ"
# Pages go by the person's id: rows that come in meanwhile move nothing, as they would with OFFSET.
QUERY = """
SELECT toString(person_id) AS who, any(person.properties.email) AS email, any(person.properties.name) AS name,
  count() AS events, toUnixTimestamp(min(timestamp)) AS first_at, toUnixTimestamp(max(timestamp)) AS last_at
FROM events
WHERE event = {event} AND timestamp >= toDateTime({start}) AND timestamp < toDateTime({end})
  AND toString(person_id) > {after}"""
WHERE_URL = " AND properties.$current_url ILIKE {url}"
ORDER = f"\nGROUP BY who ORDER BY who LIMIT {PAGE}"


def moment(name):
    """A time as the API takes it; one without a zone is UTC."""
    try:
        at = parser.parse(given(name))
    except (ValueError, OverflowError):
        raise ServiceError(f"{name} must be a date and time such as 2026-03-01 14:00, not '{given(name)}'.")
    return at.replace(tzinfo=at.tzinfo or timezone.utc).astimezone(timezone.utc)


def clock(seconds):
    return f"{datetime.fromtimestamp(seconds, timezone.utc):{FORM}}"


def affected(values):
    """Every person with such an event, and whether there are more than can be looked at."""
    people, after = [], ""
    text = QUERY + (WHERE_URL if "url" in values else "") + ORDER
    while len(people) < MOST:
        query = {"kind": "HogQLQuery", "query": text, "values": {**values, "after": after}}
        answer = POSTHOG.call(PATH, body={"query": query})
        if answer is None:
            raise ServiceError("PostHog has no such project. Check the secret POSTHOG_PROJECT_ID.")
        rows = [dict(zip(answer["columns"], row)) for row in answer["results"]]
        people += rows
        if len(rows) < PAGE:
            return people, False
        after = rows[-1]["who"]
    return people, True


start, end = moment("start_time"), moment("end_time")
if not start < end:
    raise ServiceError("end_time must be after start_time.")
if (end - start).days > LONGEST_DAYS:
    raise ServiceError(f"The incident may last {LONGEST_DAYS} days at most: ask for a shorter time.")
event = given("event") or "$exception"
values = {"event": event, "start": f"{start:{FORM}}", "end": f"{end:{FORM}}"}
if given("page"):
    values["url"] = f"%{given('page')}%"
people, cut = affected(values)
people.sort(key=lambda one: -one["events"])
window = f"between {values['start']} and {values['end']}"
times = sum(one["events"] for one in people)
more = " or more" if cut else ""
found = f"Customers who had the event {event} {window}: {len(people)}{more}, {times} times in all."
show(
    {
        "message": found if people else f"Nobody had the event {event} {window}.",
        "customers": len(people),
        "without_email": sum(not one["email"] for one in people) or None,
        "most_affected": [
            {
                "customer": one["email"] or one["name"] or one["who"],
                "events": one["events"],
                "first": clock(one["first_at"]),
                "last": clock(one["last_at"]),
            }
            for one in people[:SHOWN]
        ]
        or None,
    }
)
