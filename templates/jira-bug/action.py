from shared.host import host_of
from shared.service import Service, ServiceError, given, show

HOST = host_of("JIRA_HOST")
JIRA = Service("Jira", HOST, "JIRA_API_TOKEN", auth=(given("JIRA_EMAIL"), given("JIRA_API_TOKEN")))


def paragraphs(text):
    """Text as nodes of the Atlassian Document Format: a paragraph for each block, its lines kept."""
    nodes = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        content = []
        for line in filter(None, map(str.strip, block.split("\n"))):
            content += [{"type": "hardBreak"}] if content else []
            content.append({"type": "text", "text": line})
        if content:
            nodes.append({"type": "paragraph", "content": content})
    return nodes


def part(title, text):
    """A section with a heading, or nothing where there is no text."""
    heading = {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": title}]}
    return [heading, *paragraphs(text)] if text else []


# Jira takes one line of at most 255 characters.
summary = " ".join(given("summary").split())[:255]
if not summary:
    raise ServiceError("The bug needs a summary.")
content = [
    *paragraphs(given("description")),
    *part("Steps to reproduce", given("steps_to_reproduce")),
    *part("Reported by", given("reported_by")),
]
fields = {
    "project": {"key": given("JIRA_PROJECT_KEY")},
    # Names of types are those of the site's language.
    "issuetype": {"name": given("JIRA_ISSUE_TYPE") or "Bug"},
    "summary": summary,
    "labels": ["support"],
}
if content:
    fields["description"] = {"type": "doc", "version": 1, "content": content}
if given("priority"):
    fields["priority"] = {"name": given("priority").capitalize()}

made = JIRA.call("/rest/api/3/issue", body={"fields": fields}, once=True)
if made is None:
    raise ServiceError("There is no Jira at this host. Check the secret JIRA_HOST.")
show({"issue": made["key"], "summary": summary, "link": f"https://{HOST}/browse/{made['key']}"})
