import urllib.parse

from shared.service import given, show
from shared.stripe import STRIPE, day, every, money

MEANING = {
    "trialing": "in its trial, nothing charged yet",
    "active": "active",
    "past_due": "the last payment failed and is tried again",
    "unpaid": "payment failed for good; access is usually off",
    "incomplete": "the first payment is not done",
    "incomplete_expired": "never started: its first payment was not made in time",
    "paused": "its trial ended without a payment method",
    "canceled": "ended",
}


def subscriptions_of(text):
    """The subscriptions of a customer id, a subscription id or an e-mail address; None: no such customer."""
    if text.startswith("sub_"):
        path = f"/v1/subscriptions/{urllib.parse.quote(text, safe='')}"
        found = STRIPE.call(path, {"expand[]": "latest_invoice"})
        return [found] if found else None
    customers = [text]
    if not text.startswith("cus_"):
        addresses = dict.fromkeys([text, text.lower()])
        customers = [each["id"] for one in addresses for each in every("/v1/customers", {"email": one})]
    if not customers:
        return None
    query = {"status": "all", "expand[]": "data.latest_invoice"}
    return [found for each in customers[:10] for found in every("/v1/subscriptions", {**query, "customer": each})]


def names_of(subscriptions):
    """Product names by id."""
    ids = {item["price"]["product"] for each in subscriptions for item in each["items"]["data"]}
    return {each["id"]: each["name"] for each in every("/v1/products", {"ids[]": sorted(ids)[:100]})} if ids else {}


def describe(subscription, names):
    """A subscription as a support agent needs it."""
    items = subscription["items"]["data"]
    invoice = subscription.get("latest_invoice")
    owed = isinstance(invoice, dict) and invoice["status"] == "open" and invoice["amount_remaining"]
    ends = subscription.get("cancel_at") or subscription.get("ended_at")
    leaving = subscription["cancel_at_period_end"] and not subscription.get("ended_at")
    prices = [item["price"] for item in items]
    facts = {
        "subscription": subscription["id"],
        "plan": ", ".join(names.get(price["product"]) or price.get("nickname") or price["id"] for price in prices),
        "status": subscription["status"],
        "meaning": MEANING.get(subscription["status"]),
        "price": ", ".join(
            f"{item.get('quantity') or 1} × {money(item['price']['unit_amount'], item['price']['currency'])}"
            f" per {item['price']['recurring']['interval']}"
            for item in items
            if item["price"].get("unit_amount") is not None and item["price"].get("recurring")
        ),
        # Since the version asked for, each item has its own period.
        "paid_until": day(max((item["current_period_end"] for item in items), default=0)),
        "trial_ends": day(subscription.get("trial_end")) if subscription["status"] == "trialing" else None,
        "cancelled_on": day(subscription.get("canceled_at")),
        "ends": day(ends) or ("at the end of the period" if leaving else None),
        "collection": "paused" if subscription.get("pause_collection") else None,
        "owed": money(owed, invoice["currency"]) if owed else None,
    }
    return {name: value for name, value in facts.items() if value}


customer = given("customer")
found = subscriptions_of(customer)
if not found:
    known = "has no subscription, and never had one" if found is not None else "is not known to Stripe"
    show({"customer": customer, "message": f"{customer} {known}."})
else:
    names = names_of(found)
    latest = sorted(found, key=lambda each: (each["status"] == "canceled", -each["created"]))
    show({"customer": customer, "subscriptions": [describe(each, names) for each in latest[:20]]})
