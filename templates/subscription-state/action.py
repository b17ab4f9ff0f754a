import re

from shared.customers import customers_of
from shared.service import filled, given, show
from shared.stripe import STRIPE, day, every, money

MEANING = {
    "trialing": "in its trial, nothing charged yet",
    "past_due": "the last payment failed and is tried again",
    "unpaid": "payment failed for good",
    "incomplete": "the first payment is not done",
    "incomplete_expired": "never started: nothing was paid in time",
    "paused": "its trial ended without a payment method",
    "canceled": "ended",
}


def subscriptions_of(text):
    """By id or a customer's e-mail address; None: no such customer."""
    if re.fullmatch(r"sub_\w+", text):
        found = STRIPE.call(f"/v1/subscriptions/{text}", {"expand[]": "latest_invoice"})
        return [found] if found else None
    customers = customers_of(text)
    if not customers:
        return None
    query = {"status": "all", "expand[]": "data.latest_invoice"}
    return [found for each in customers[:10] for found in every("/v1/subscriptions", {**query, "customer": each})]


def names_of(subscriptions):
    """Product names by id."""
    ids = {item["price"]["product"] for each in subscriptions for item in each["items"]["data"]}
    return {each["id"]: each["name"] for each in every("/v1/products", {"ids[]": sorted(ids)[:100]})} if ids else {}


def price_of(item):
    """5 × 19.00 EUR per month; a price by tiers has no single amount."""
    price, count = item["price"], item["price"]["recurring"].get("interval_count", 1)
    amount = price.get("unit_amount")
    period = price["recurring"]["interval"] if count == 1 else f"{count} {price['recurring']['interval']}s"
    each = "by tiers" if amount is None else f"{item.get('quantity') or 1} × {money(amount, price['currency'])}"
    return f"{each} per {period}"


def describe(sub, names):
    items = sub["items"]["data"]
    invoice = sub.get("latest_invoice") or {}
    owed = invoice["amount_remaining"] if invoice.get("status") == "open" else 0
    ends = sub.get("cancel_at") or sub.get("ended_at")
    leaving = sub["cancel_at_period_end"] and not sub.get("ended_at")
    prices = [item["price"] for item in items]
    facts = {
        "subscription": sub["id"],
        "plan": ", ".join(names.get(price["product"]) or price.get("nickname") or price["id"] for price in prices),
        "status": sub["status"],
        "meaning": MEANING.get(sub["status"]),
        "price": ", ".join(price_of(item) for item in items if item["price"].get("recurring")),
        "period_ends": day(max((item["current_period_end"] for item in items), default=0)),
        "trial_ends": day(sub.get("trial_end")) if sub["status"] == "trialing" else None,
        "cancelled_on": day(sub.get("canceled_at")),
        "ends": day(ends) or ("at the end of the period" if leaving else None),
        "collection": "paused" if sub.get("pause_collection") else None,
        "owed": money(owed, invoice["currency"]) if owed else None,
    }
    return filled(facts)


customer = given("customer_email")
found = subscriptions_of(customer)
if not found:
    known = "is not known to Stripe" if found is None else "has no subscription, and never had one"
    show({"customer": customer, "message": f"{customer} {known}."})
else:
    names = names_of(found)
    latest = sorted(found, key=lambda each: (each["status"] == "canceled", -each["created"]))
    show({"customer": customer, "subscriptions": [describe(each, names) for each in latest[:20]]})
