import time

from shared.customers import customers_of
from shared.number import number
from shared.service import given, show
from shared.stripe import day, every, money


def series(charges, apart):
    """Charges of one customer, amount and currency, each within `apart` seconds of the one before."""
    alike = {}
    for charge in sorted(charges, key=lambda charge: charge["created"]):
        runs = alike.setdefault((charge["customer"], charge["amount"], charge["currency"]), [])
        if runs and charge["created"] - runs[-1][-1]["created"] <= apart:
            runs[-1].append(charge)
        else:
            runs.append([charge])
    return [run for runs in alike.values() for run in runs if len(run) > 1]


def describe(run):
    """What was charged more than once, and how much of it is still to be paid back."""
    amount, currency = run[0]["amount"], run[0]["currency"]
    taken = sum(charge["amount_captured"] - charge["amount_refunded"] for charge in run)
    return {
        "amount": money(amount, currency),
        "times": len(run),
        "too_much": money(max(0, taken - amount), currency),
        "charges": [
            {
                "charge": charge["id"],
                "at": day(charge["created"]),
                "state": "only reserved, not taken"
                if not charge["captured"]
                else "refunded"
                if charge["refunded"]
                else f"{money(charge['amount_refunded'], currency)} refunded"
                if charge["amount_refunded"]
                else "paid",
                "for": charge.get("description") or charge.get("payment_intent"),
            }
            for charge in run
        ],
    }


customer = given("customer_email")
days, hours = number("days", 30, 1, 365), number("hours_apart", 24, 0.1, 720)
customers = customers_of(customer)
since = int(time.time() - days * 86_400)
charges = [
    charge
    for each in customers[:10]
    for charge in every("/v1/charges", {"customer": each, "created[gte]": since})
    if charge["status"] == "succeeded"
]
duplicates = [describe(run) for run in series(charges, hours * 3600)]
if not customers:
    message = f"Stripe knows no customer {customer}. Payments as a guest belong to no customer."
elif not duplicates:
    message = f"{len(charges)} payments in {days:g} days, none of them looks like a duplicate."
else:
    what = "1 amount was" if len(duplicates) == 1 else f"{len(duplicates)} amounts were"
    message = f"{what} charged more than once within {hours:g} hours."
show(
    {
        "customer": customer,
        "message": message,
        "payments_checked": len(charges) if customers else None,
        "duplicates": duplicates or None,
    }
)
