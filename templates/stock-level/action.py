import time

from shared.host import host_of
from shared.service import Service, ServiceError, given, show

SHOPIFY = Service(
    "Shopify",
    host_of("SHOPIFY_HOST"),
    "SHOPIFY_ACCESS_TOKEN",
    {"X-Shopify-Access-Token": given("SHOPIFY_ACCESS_TOKEN")},
)
# Versions that have ended are answered by the oldest that has not.
PATH = "/admin/api/2026-01/graphql.json"
# What Shopify calls available may be sold: it is on hand and not committed.
STATES = {"available": "available_to_sell", "on_hand": "on_hand", "committed": "committed", "incoming": "incoming"}
LEVELS = """
inventoryLevels(first: 20, after: $after) {
  pageInfo { hasNextPage endCursor }
  nodes { location { name } quantities(names: ["available", "on_hand", "committed", "incoming"]) { name quantity } }
}
"""
VARIANTS = f"""
query Stock($search: String!, $page: String, $after: String) {{
  productVariants(first: 5, after: $page, query: $search) {{
    pageInfo {{ hasNextPage endCursor }}
    nodes {{
      sku displayName inventoryPolicy
      inventoryItem {{ id tracked {LEVELS} }}
    }}
  }}
}}
"""
MORE_LEVELS = f"query Levels($id: ID!, $after: String) {{ inventoryItem(id: $id) {{ {LEVELS} }} }}"
MOST_VARIANTS = 50


def ask(query, variables):
    """The data of a query. Shopify says in a 200 that it is asked too often, and how fast that passes."""
    for attempt in range(4):
        answer = SHOPIFY.call(PATH, body={"query": query, "variables": variables})
        if answer is None:
            raise ServiceError("There is no shop at this host. Check the secret SHOPIFY_HOST.")
        errors = answer.get("errors")
        if not errors:
            return answer["data"]
        code = errors[0].get("extensions", {}).get("code") if isinstance(errors, list) else None
        if code == "ACCESS_DENIED":
            needed = "the scopes read_products, read_inventory and read_locations"
            raise ServiceError(f"The token may not read the stock. It needs {needed}: check SHOPIFY_ACCESS_TOKEN.")
        if code != "THROTTLED":
            said = errors[0].get("message") if isinstance(errors, list) else errors
            raise ServiceError(f"Shopify refuses the query. It says: {str(said)[:300]}")
        cost = answer["extensions"]["cost"]
        state = cost["throttleStatus"]
        missing = cost["requestedQueryCost"] - state["currentlyAvailable"]
        time.sleep(min(5, max(0.5, missing / state["restoreRate"])))
    raise ServiceError("Shopify is asked too often. Try again in a minute.")


def levels_of(item):
    """The item's stock at every location."""
    page = item["inventoryLevels"]
    levels = page["nodes"]
    while page["pageInfo"]["hasNextPage"] and len(levels) < 500:
        more = ask(MORE_LEVELS, {"id": item["id"], "after": page["pageInfo"]["endCursor"]})
        page = more["inventoryItem"]["inventoryLevels"]
        levels += page["nodes"]
    return levels


def describe(variant):
    item = variant["inventoryItem"]
    if not item["tracked"]:
        return {"product": variant["displayName"], "sku": variant["sku"], "stock": "not tracked: always sold"}
    places = []
    for level in levels_of(item):
        counts = {one["name"]: one["quantity"] for one in level["quantities"]}
        stock = {shown: counts.get(name, 0) for name, shown in STATES.items()}
        places.append({"location": level["location"]["name"], **stock})
    total = {shown: sum(place[shown] for place in places) for shown in STATES.values()}
    sold = "may be ordered all the same" if variant["inventoryPolicy"] == "CONTINUE" else "sold out"
    return {
        "product": variant["displayName"],
        "sku": variant["sku"],
        **total,
        **({"when_empty": sold} if total["available_to_sell"] <= 0 else {}),
        "locations": sorted(places, key=lambda place: -place["available_to_sell"])[:20],
    }


wanted = given("product")
# Quoted, so that nothing in it is read as part of the search.
text = wanted.replace("\\", "\\\\").replace('"', '\\"')
variants = []
for search in (f'sku:"{text}"', f'title:"{text}"', f'"{text}"'):
    page = None
    while len(variants) < MOST_VARIANTS:
        found = ask(VARIANTS, {"search": search, "page": page})["productVariants"]
        variants += found["nodes"]
        page = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    if variants:
        break
if not variants:
    show({"product": wanted, "message": f"The shop has no product that is called or numbered '{wanted}'."})
else:
    show({"product": wanted, "variants": [describe(variant) for variant in variants[:MOST_VARIANTS]]})
