import time

from shared.service import Service, given

STRIPE = Service(
    "Stripe",
    "api.stripe.com",
    "STRIPE_API_KEY",
    {"Authorization": f"Bearer {given('STRIPE_API_KEY')}", "Stripe-Version": "2025-03-31.basil"},
)
# https://docs.stripe.com/currencies: amounts are in these units; all others have two decimals.
WHOLE = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()
THOUSANDTHS = "bhd jod kwd omr tnd".split()
MOST = 1000


def every(path, params):
    """All objects of a list or search, 1000 at most."""
    found, page = [], {**params, "limit": 100}
    while len(found) < MOST:
        answer = STRIPE.call(path, page)
        if answer is None:
            return []
        found += answer["data"]
        if not answer["has_more"] or not answer["data"]:
            break
        if path.endswith("/search"):
            page["page"] = answer["next_page"]
        else:
            page["starting_after"] = found[-1]["id"]
    return found


def money(amount, currency):
    """An amount of Stripe's in major units: 1250 and usd make 12.50 USD."""
    places = 0 if currency in WHOLE else 3 if currency in THOUSANDTHS else 2
    whole, part = divmod(abs(amount), 10**places)
    decimals = f".{part:0{places}}" if places else ""
    return f"{'-' if amount < 0 else ''}{whole}{decimals} {currency.upper()}"


def day(seconds):
    """2026-03-01T10:00Z of a Unix time."""
    return time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(seconds)) if seconds else None
