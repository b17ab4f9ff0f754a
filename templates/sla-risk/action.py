from datetime import datetime, timezone

from shared.host import host_of
from shared.number import number
from shared.service import Service, ServiceError, filled, given, show

HOST = host_of("ZENDESK_HOST")
ZENDESK = Service(
    "Zendesk", HOST, "ZENDESK_API_TOKEN", auth=(f"{given('ZENDESK_EMAIL')}/token", given("ZENDESK_API_TOKEN"))
)
MOST_TICKETS, MOST_SHOWN = 1000, 25
NOW = datetime.now(timezone.utc)


def open_tickets():
    """The ids of the tickets that are not solved, page by page."""
    words = ["status<solved"]
    for name in ("group", "priority"):
        if given(name):
            words.append(f'{name}:"{given(name).replace(chr(34), "")}"')
    path, query = "/api/v2/search/export", {"query": " ".join(words), "filter[type]": "ticket", "page[size]": 100}
    ids = []
    while len(ids) < MOST_TICKETS:
        answer = ZENDESK.call(path, query)
        if answer is None:
            raise ServiceError("There is no Zendesk at this host. Check the secret ZENDESK_HOST.")
        ids += [ticket["id"] for ticket in answer["results"]]
        if not answer["meta"]["has_more"]:
            return ids, False
        query = {**query, "page[after]": answer["meta"]["after_cursor"]}
    return ids[:MOST_TICKETS], True


def with_targets(ids):
    """These tickets with their SLA targets, a hundred at a time."""
    for start in range(0, len(ids), 100):
        some = ",".join(map(str, ids[start : start + 100]))
        answer = ZENDESK.call("/api/v2/tickets/show_many", {"ids": some, "include": "slas"})
        yield from (answer or {}).get("tickets", [])


def next_breach(ticket):
    """The target that runs out first: its metric and the minutes left; None where no clock is running."""
    metrics = (ticket.get("slas") or {}).get("policy_metrics") or []
    running = [one for one in metrics if one.get("stage") == "active" and one.get("breach_at")]
    if not running:
        return None
    first = min(running, key=lambda one: one["breach_at"])
    at = datetime.fromisoformat(first["breach_at"])
    return first["metric"].replace("_", " "), first["breach_at"], int((at - NOW).total_seconds() // 60)


def describe(ticket, metric, at, minutes):
    facts = {
        "ticket": ticket["id"],
        "subject": (ticket.get("subject") or "")[:120],
        "target": metric,
        "breaches_at": at,
        "minutes_left": minutes,
        "priority": ticket.get("priority"),
        "status": ticket["status"],
        "assigned": "yes" if ticket.get("assignee_id") else "no",
        "link": f"https://{HOST}/agent/tickets/{ticket['id']}",
    }
    return filled(facts)


ahead = number("minutes_ahead", 120, 1, 10_080)
ids, cut = open_tickets()
tickets = list(with_targets(ids))
breaches = [(ticket, *found) for ticket in tickets if (found := next_breach(ticket))]
near = sorted((each for each in breaches if each[3] <= ahead), key=lambda each: each[3])
late = sum(each[3] < 0 for each in near)
if not tickets:
    message = "No open tickets."
elif not breaches:
    message = "No open ticket has an SLA target that is running. SLA policies need a plan that has them."
elif not near:
    message = f"No open ticket breaches its SLA within {ahead:g} minutes."
else:
    message = f"Open tickets past their SLA target: {late}. Due within {ahead:g} minutes: {len(near) - late}."
show(
    {
        "message": message,
        "open_tickets": len(tickets),
        "note": f"Only the first {MOST_TICKETS} open tickets were looked at." if cut else None,
        "tickets": [describe(*each) for each in near[:MOST_SHOWN]] or None,
        "not_shown": max(0, len(near) - MOST_SHOWN) or None,
    }
)
