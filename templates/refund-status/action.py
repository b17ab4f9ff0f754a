import urllib.parse

from shared.service import filled, given, show
from shared.stripe import STRIPE, day, every, money

MEANING = {
    "succeeded": "sent to the bank; cards show it within 5 to 10 business days",
    "pending": "on its way, not confirmed by the bank yet",
    "requires_action": "waits for the customer, who was asked for bank details by e-mail",
    "failed": "did not arrive: the money is back in the Stripe balance",
    "canceled": "was called off",
}


def one(path, reference):
    found = STRIPE.call(f"{path}/{urllib.parse.quote(reference, safe='')}")
    return [found] if found else []


def charges_of(reference):
    """The charges behind a Stripe id or an order number."""
    kind = reference.partition("_")[0]
    if kind in ("re", "pyr"):
        found = one("/v1/refunds", reference)
        return [charge for refund in found for charge in one("/v1/charges", refund.get("charge") or "")]
    if kind in ("ch", "py"):
        return one("/v1/charges", reference)
    if kind == "pi":
        return every("/v1/charges", {"payment_intent": reference})
    value = reference.lstrip("#").replace("\\", "\\\\").replace('"', '\\"')
    field = given("STRIPE_ORDER_FIELD") or "order_id"
    return every("/v1/charges/search", {"query": f'metadata["{field}"]:"{value}"'})


def describe(refund):
    """A refund as a support agent needs it."""
    card = (refund.get("destination_details") or {}).get("card") or {}
    status = refund.get("status") or "pending"
    facts = {
        "refund": refund["id"],
        "sum": money(refund["amount"], refund["currency"]),
        "status": status,
        "meaning": MEANING.get(status),
        "created": day(refund["created"]),
        "reason": refund.get("reason"),
        "failure": refund.get("failure_reason"),
        # What the customer's bank can find it by.
        "bank_reference": card.get("reference"),
    }
    return filled(facts)


reference = given("reference")
# Attempts that were declined took no money.
charges = [charge for charge in charges_of(reference) if charge["status"] != "failed"]
refunds = [refund for charge in charges[:10] for refund in every("/v1/refunds", {"charge": charge["id"]})]
if not charges:
    show({"reference": reference, "message": f"No payment was found in Stripe for {reference}."})
else:
    show(
        {
            "reference": reference,
            "message": None if refunds else "The payment was found, and nothing of it was refunded.",
            "paid": ", ".join(money(charge["amount_captured"], charge["currency"]) for charge in charges),
            "refunded": ", ".join(money(charge["amount_refunded"], charge["currency"]) for charge in charges),
            "refunds": [describe(refund) for refund in refunds] or None,
        }
    )
