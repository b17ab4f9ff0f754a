from shared.host import host_of
from shared.service import Service, ServiceError, filled, given, show

PAGE = Service("The status page", host_of("STATUSPAGE_HOST"), "STATUSPAGE_HOST")


def latest(item):
    """The newest public update of an incident or maintenance; the page lists it first."""
    updates = item.get("incident_updates") or [{}]
    text = " ".join((updates[0].get("body") or "").split())
    return text if len(text) <= 500 else f"{text[:499]}…"


def names(item):
    return [part["name"] for part in item.get("components") or []]


def concerns(item, wanted):
    """Whether it touches what was asked for: by a component's name, its own, or what was said of it."""
    texts = [item["name"], latest(item), *names(item)]
    return not wanted or any(wanted in text.lower() for text in texts)


def describe(item):
    facts = {
        "name": item["name"],
        "status": item["status"],
        "impact": item["impact"],
        "since": item.get("scheduled_for") or item.get("started_at") or item["created_at"],
        "until": item.get("scheduled_until"),
        "updated": item["updated_at"],
        "components": ", ".join(names(item)),
        "latest_update": latest(item),
        "link": item.get("shortlink"),
    }
    return filled(facts)


wanted = given("component").lower()
summary = PAGE.call("/api/v2/summary.json")
if not isinstance(summary, dict) or "incidents" not in summary:
    raise ServiceError("There is no public Statuspage at this host. Check the secret STATUSPAGE_HOST.")
incidents = [describe(item) for item in summary["incidents"] if concerns(item, wanted)]
maintenance = [
    describe(item)
    for item in summary.get("scheduled_maintenances") or []
    if item["status"] in ("in_progress", "verifying") and concerns(item, wanted)
]
degraded = [
    f"{part['name']}: {part['status'].replace('_', ' ')}"
    for part in summary.get("components") or []
    if part["status"] != "operational" and not part.get("group") and (not wanted or wanted in part["name"].lower())
]
about = f" about '{given('component')}'" if wanted else ""
open_now = f"{len(incidents)} open incident{'s' if len(incidents) != 1 else ''}{about}." if incidents else None
show(
    {
        "message": open_now or f"No open incident{about}.",
        "overall": summary["status"]["description"],
        "incidents": incidents or None,
        "maintenance_now": maintenance or None,
        "degraded": ", ".join(degraded),
        "page": summary["page"]["url"],
    }
)
