import type { ParameterValues } from '../../../domain/action.ts'

/** A command line as an API's documentation has it (credentials are made up), and the action that it is to become. */
export interface CurlLine {
  line: string
  /** What a reader puts in before running it. */
  fill?: Record<string, string>
  /** Variables of the shell that runs it. */
  env?: Record<string, string>
  /** The same for a POSIX shell, where the line is for another one. */
  posix?: string
  /** With these, the action is to send what curl sends. */
  parameters?: ParameterValues
  secrets?: Record<string, string>
  /** JSON that curl would call a form. */
  retyped?: boolean
  name: string
  url: string
  headers?: Record<string, string>
  body?: string | null
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

export const CURL_LINES: Record<string, CurlLine> = {
  'Stripe, user and form': {
    line: `curl https://api.stripe.com/v1/charges \\
  -u sk_test_4eC39HqLyjWDarjt: \\
  -d amount=2000 \\
  -d currency=usd \\
  -d source=tok_visa \\
  -d "metadata[order_id]"=6735`,
    secrets: { STRIPE_BASIC_AUTH: base64('sk_test_4eC39HqLyjWDarjt:') },
    name: 'Create charge in Stripe',
    url: 'https://api.stripe.com/v1/charges',
    headers: {
      Authorization: 'Basic {STRIPE_BASIC_AUTH}',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'amount=2000&currency=usd&source=tok_visa&metadata[order_id]=6735',
  },
  'Stripe, GET with an id': {
    line: 'curl -G "https://api.stripe.com/v1/customers/cus_9s6XKzkNRiz8i3/sources" -H "Authorization: Bearer sk_test_4eC39HqLyjWDarjt" -d object=card -d limit=3',
    parameters: { customer_id: 'cus_9s6XKzkNRiz8i3' },
    secrets: { STRIPE_API_KEY: 'sk_test_4eC39HqLyjWDarjt' },
    name: 'List sources in Stripe',
    url: 'https://api.stripe.com/v1/customers/{customer_id}/sources?object=card&limit=3',
    headers: { Authorization: 'Bearer {STRIPE_API_KEY}' },
    body: null,
  },
  'GitHub, placeholders in capitals': {
    line: `curl -L \\
  -X POST \\
  -H "Accept: application/vnd.github+json" \\
  -H "Authorization: Bearer <YOUR-TOKEN>" \\
  -H "X-GitHub-Api-Version: 2022-11-28" \\
  https://api.github.com/repos/OWNER/REPO/issues \\
  -d '{"title":"Found a bug","body":"A {problem} there","labels":["bug"]}'`,
    fill: { '<YOUR-TOKEN>': 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', OWNER: 'octo', REPO: 'world' },
    parameters: { owner: 'octo', repo: 'world' },
    secrets: { GITHUB_TOKEN: 'ghp_16C7e42F292c6912E7710c838347Ae178B4a' },
    retyped: true,
    name: 'Create issue in GitHub',
    url: 'https://api.github.com/repos/{owner}/{repo}/issues',
    headers: {
      Accept: 'application/vnd.github+json',
      Authorization: 'Bearer {GITHUB_TOKEN}',
      'X-GitHub-Api-Version': '2022-11-28',
      'Content-Type': 'application/json',
    },
    body: '{"title":"Found a bug","body":"A \\u007bproblem} there","labels":["bug"]}',
  },
  'Slack, a method': {
    line: `curl -d "text=Hi I'm a bot" -d "channel=C123456" -H "Authorization: Bearer xoxb-not-a-real-token-this" -X POST https://slack.com/api/chat.postMessage`,
    secrets: { SLACK_TOKEN: 'xoxb-not-a-real-token-this' },
    name: 'Post chat message in Slack',
    url: 'https://slack.com/api/chat.postMessage',
    body: "text=Hi I'm a bot&channel=C123456",
  },
  'Slack, a webhook': {
    line: `curl -X POST -H 'Content-type: application/json' --data '{"text":"Hello, World!"}' https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX`,
    secrets: { SLACK_WEBHOOK_KEY: 'XXXXXXXXXXXXXXXXXXXXXXXX' },
    name: 'Send to Slack',
    url: 'https://hooks.slack.com/services/T00000000/B00000000/{SLACK_WEBHOOK_KEY}',
    headers: { 'Content-type': 'application/json' },
    body: '{"text":"Hello, World!"}',
  },
  'Twilio, variables and --data-urlencode': {
    line: `curl -X POST "https://api.twilio.com/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Messages.json" \\
--data-urlencode "From=+15017122661" \\
--data-urlencode "Body=Hi & bye" \\
--data-urlencode "To=+15558675310" \\
-u $TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN`,
    env: { TWILIO_ACCOUNT_SID: 'AC123', TWILIO_AUTH_TOKEN: 'twilio-auth-31' },
    parameters: { twilio_account_sid: 'AC123' },
    secrets: { TWILIO_BASIC_AUTH: base64('AC123:twilio-auth-31') },
    name: 'Create message in Twilio',
    url: 'https://api.twilio.com/2010-04-01/Accounts/{twilio_account_sid}/Messages.json',
    body: 'From=%2B15017122661&Body=Hi+%26+bye&To=%2B15558675310',
  },
  'SendGrid, --url and --header': {
    line: `curl --request POST \\
  --url https://api.sendgrid.com/v3/mail/send \\
  --header "Authorization: Bearer $SENDGRID_API_KEY" \\
  --header 'Content-Type: application/json' \\
  --data '{"personalizations": [{"to": [{"email": "test@example.com"}]}],"from": {"email": "test@example.com"},"subject": "Sending","content": [{"type": "text/plain", "value": "and easy"}]}'`,
    env: { SENDGRID_API_KEY: 'SG.aaaaaaaaaa.bbbbbbbbbb' },
    secrets: { SENDGRID_API_KEY: 'SG.aaaaaaaaaa.bbbbbbbbbb' },
    name: 'Send mail in SendGrid',
    url: 'https://api.sendgrid.com/v3/mail/send',
  },
  'Jira, user and own host': {
    line: `curl -D- -u fred@example.com:freds_api_token_1 -X POST --data '{"fields":{"project":{"key":"TEST"},"summary":"REST \\"ye\\" merry","issuetype":{"name":"Bug"}}}' -H "Content-Type: application/json" https://your-domain.atlassian.net/rest/api/2/issue/`,
    fill: { 'your-domain.atlassian.net': 'acme.atlassian.net' },
    secrets: {
      JIRA_BASIC_AUTH: base64('fred@example.com:freds_api_token_1'),
      JIRA_API_HOST: 'acme.atlassian.net',
    },
    name: 'Create issue in Jira',
    url: 'https://{JIRA_API_HOST}/rest/api/2/issue/',
  },
  'HubSpot, a private app': {
    line: `curl https://api.hubapi.com/crm/v3/objects/contacts/51 --header 'authorization: Bearer pat-na1-11aa22bb-33cc-44dd'`,
    parameters: { contact_id: 51 },
    secrets: { HUBSPOT_API_KEY: 'pat-na1-11aa22bb-33cc-44dd' },
    name: 'Get contact in HubSpot',
    url: 'https://api.hubapi.com/crm/v3/objects/contacts/{contact_id}',
  },
  'Shopify, a shop of one’s own': {
    line: `curl -X PUT "https://your-development-store.myshopify.com/admin/api/2024-01/orders/450789469.json" -d '{"order":{"id":450789469,"note":"Customer {called}"}}' -H "X-Shopify-Access-Token: {access_token}" -H "Content-Type: application/json"`,
    fill: {
      'your-development-store.myshopify.com': 'dev.myshopify.com',
      '{access_token}': 'shpat_0123456789abcdef',
    },
    parameters: { order_id: 450789469 },
    secrets: { SHOPIFY_ACCESS_TOKEN: 'shpat_0123456789abcdef', SHOPIFY_API_HOST: 'dev.myshopify.com' },
    name: 'Update order in Shopify',
    url: 'https://{SHOPIFY_API_HOST}/admin/api/2024-01/orders/{order_id}.json',
    body: '{"order":{"id":450789469,"note":"Customer \\u007bcalled}"}}',
  },
  'OpenAI, a chat': {
    line: `curl https://api.openai.com/v1/chat/completions \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -d '{
     "model": "gpt-4o-mini",
     "messages": [{"role": "user", "content": "Say this is a test!"}],
     "max_tokens": 64,
     "temperature": 0.7
   }'`,
    env: { OPENAI_API_KEY: 'sk-proj-0123456789abcdef' },
    secrets: { OPENAI_API_KEY: 'sk-proj-0123456789abcdef' },
    name: 'Create chat completion in OpenAI',
    url: 'https://api.openai.com/v1/chat/completions',
  },
  'Anthropic, quotes within the line': {
    line: `curl https://api.anthropic.com/v1/messages \\
     --header "x-api-key: $ANTHROPIC_API_KEY" \\
     --header "anthropic-version: 2023-06-01" \\
     --header "content-type: application/json" \\
     --data '{"model": "claude-3-5-sonnet-20241022", "max_tokens": 1024, "messages": [{"role": "user", "content": "'"$QUESTION"'"}]}'`,
    env: { ANTHROPIC_API_KEY: 'sk-ant-0123456789abcdef', QUESTION: 'Hello, world' },
    parameters: { question: 'Hello, world' },
    secrets: { ANTHROPIC_API_KEY: 'sk-ant-0123456789abcdef' },
    name: 'Create message in Anthropic',
    url: 'https://api.anthropic.com/v1/messages',
    body: '{"model": "claude-3-5-sonnet-20241022", "max_tokens": 1024, "messages": [{"role": "user", "content": "{question}"}]}',
  },
  'Notion, single quotes throughout': {
    line: `curl 'https://api.notion.com/v1/pages/b55c9c91-384d-452b-81db-d1ef79372b75' -H 'Notion-Version: 2022-06-28' -H 'Authorization: Bearer '"$NOTION_API_KEY"'' -H "Content-Type: application/json" -X PATCH --data '{"archived": true}'`,
    env: { NOTION_API_KEY: 'secret_abcdefghijklmnopqrstuv' },
    parameters: { page_id: 'b55c9c91-384d-452b-81db-d1ef79372b75' },
    secrets: { NOTION_API_KEY: 'secret_abcdefghijklmnopqrstuv' },
    name: 'Update page in Notion',
    url: 'https://api.notion.com/v1/pages/{page_id}',
  },
  'Airtable, an encoded name': {
    line: `curl "https://api.airtable.com/v0/appXYZ1234567890/Table%201?maxRecords=3&view=Grid%20view" -H "Authorization: Bearer YOUR_SECRET_API_TOKEN"`,
    fill: { YOUR_SECRET_API_TOKEN: 'patAbCdEfGhIjKlMn.0123456789abcdef0123' },
    parameters: { id: 'appXYZ1234567890' },
    secrets: { AIRTABLE_SECRET_API_TOKEN: 'patAbCdEfGhIjKlMn.0123456789abcdef0123' },
    name: 'Ask Airtable',
    url: 'https://api.airtable.com/v0/{id}/Table%201?maxRecords=3&view=Grid%20view',
  },
  'Zendesk, braces in host and user': {
    line: 'curl https://{subdomain}.zendesk.com/api/v2/tickets/35436.json -v -u {email}/token:{api_token}',
    fill: { '{subdomain}': 'acme', '{email}': 'a@example.com', '{api_token}': 'zendesk-token-1' },
    parameters: { ticket_id: 35436 },
    secrets: {
      ZENDESK_API_HOST: 'acme.zendesk.com',
      ZENDESK_BASIC_AUTH: base64('a@example.com/token:zendesk-token-1'),
    },
    name: 'Get ticket in Zendesk',
    url: 'https://{ZENDESK_API_HOST}/api/v2/tickets/{ticket_id}.json',
  },
  'PagerDuty, an event': {
    line: `curl --location --request POST 'https://events.pagerduty.com/v2/enqueue' --header 'Content-Type: application/json' --data-raw '{"payload":{"summary":"Test alert","severity":"critical","source":"Alert source"},"routing_key":"samplekeyhere","event_action":"trigger"}'`,
    secrets: { PAGERDUTY_ROUTING_KEY: 'samplekeyhere' },
    name: 'Create enqueue in PagerDuty',
    url: 'https://events.pagerduty.com/v2/enqueue',
    body: '{"payload":{"summary":"Test alert","severity":"critical","source":"Alert source"},"routing_key":"{PAGERDUTY_ROUTING_KEY}","event_action":"trigger"}',
  },
  'PagerDuty, Token token=': {
    line: `curl -X GET --header 'Accept: application/vnd.pagerduty+json;version=2' --header 'Authorization: Token token=y_NbAkKc66ryYTWUXYEu' 'https://api.pagerduty.com/users?limit=25&include%5B%5D=teams'`,
    secrets: { PAGERDUTY_API_TOKEN: 'y_NbAkKc66ryYTWUXYEu' },
    name: 'List users in PagerDuty',
    url: 'https://api.pagerduty.com/users?limit=25&include%5B%5D=teams',
    headers: {
      Accept: 'application/vnd.pagerduty+json;version=2',
      Authorization: 'Token token={PAGERDUTY_API_TOKEN}',
    },
  },
  'Datadog, a here-document': {
    line: `curl -X POST "https://api.datadoghq.com/api/v1/events" \\
-H "Accept: application/json" \\
-H "Content-Type: application/json" \\
-H "DD-API-KEY: \${DD_API_KEY}" \\
-d @- << EOF
{
  "title": "Did you hear",
  "text": "Oh boy!"
}
EOF
`,
    env: { DD_API_KEY: 'dd-0123456789' },
    secrets: { DD_API_KEY: 'dd-0123456789' },
    name: 'Create event in Datadog',
    url: 'https://api.datadoghq.com/api/v1/events',
    body: '{  "title": "Did you hear",  "text": "Oh boy!"}',
  },
  'Cloudflare, delete': {
    line: `curl -X DELETE "https://api.cloudflare.com/client/v4/zones/023e105f4ecef8ad9ca31a8372d0c353/dns_records/372e67954025e0ba6aaa6d586b9e0b59" \\
     -H "X-Auth-Email: user@example.com" \\
     -H "X-Auth-Key: c2547eb745079dac9320b638f5e225cf483cc5cfdda41"`,
    parameters: {
      zone_id: '023e105f4ecef8ad9ca31a8372d0c353',
      record_id: '372e67954025e0ba6aaa6d586b9e0b59',
    },
    secrets: { CLOUDFLARE_AUTH_KEY: 'c2547eb745079dac9320b638f5e225cf483cc5cfdda41' },
    name: 'Delete dns record in Cloudflare',
    url: 'https://api.cloudflare.com/client/v4/zones/{zone_id}/dns_records/{record_id}',
  },
  'Mailgun, a form of parts': {
    line: `curl -s --user 'api:key-0123456789abcdef0123' https://api.mailgun.net/v3/mg.example.com/messages -F from='Excited User <mailgun@example.com>' -F to=you@example.com -F subject='Hello; all' -F text='Testing some "Mailgun" awesomeness!'`,
    secrets: { MAILGUN_BASIC_AUTH: base64('api:key-0123456789abcdef0123') },
    name: 'Create message in Mailgun',
    url: 'https://api.mailgun.net/v3/mg.example.com/messages',
  },
  'Discord, a bot': {
    line: `curl --request POST --url https://discord.com/api/v10/channels/81384788765712384/messages --header 'Authorization: Bot MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs' --json '{"content": "Hello"}'`,
    parameters: { channel_id: '81384788765712384' },
    secrets: { DISCORD_TOKEN: 'MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs' },
    name: 'Create message in Discord',
    url: 'https://discord.com/api/v10/channels/{channel_id}/messages',
    headers: {
      Authorization: 'Bot {DISCORD_TOKEN}',
      Accept: 'application/json',
      'Content-Type': 'application/json',
    },
  },
  'Discord, a webhook': {
    line: `curl -H "Content-Type: application/json" -d '{"username": "test", "content": "hello"}' "https://discord.com/api/webhooks/123456789012345678/abcdEFGH-0123456789_abcdefghijklmnop"`,
    secrets: { DISCORD_WEBHOOK_KEY: 'abcdEFGH-0123456789_abcdefghijklmnop' },
    name: 'Send to Discord',
    url: 'https://discord.com/api/webhooks/123456789012345678/{DISCORD_WEBHOOK_KEY}',
  },
  'Telegram, the token in the path': {
    line: 'curl "https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/sendMessage?chat_id=42&text=hello%20there"',
    secrets: { TELEGRAM_BOT_TOKEN: '123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw' },
    name: 'Send message in Telegram',
    url: 'https://api.telegram.org/bot{TELEGRAM_BOT_TOKEN}/sendMessage?chat_id=42&text=hello%20there',
  },
  'Elasticsearch, GET with a body': {
    line: `curl -X GET "localhost:9200/my-index-000001/_search?pretty" -H 'Content-Type: application/json' -d'
{
  "query": { "match": { "user.id": "kimchy" } }
}
'`,
    name: 'Search my index',
    url: 'http://localhost:9200/my-index-000001/_search?pretty',
  },
  'Elasticsearch, lines of JSON': {
    line: `curl -H "Content-Type: application/x-ndjson" -XPOST 'http://localhost:9200/_bulk' --data-binary $'{"index":{"_id":"1"}}\\n{"field":"caf\\u00e9"}\\n'`,
    name: 'Create bulk',
    url: 'http://localhost:9200/_bulk',
    body: '{"index":{"_id":"1"}}\n{"field":"café"}\n',
  },
  'OpenWeatherMap, a key in the query': {
    line: 'curl "https://api.openweathermap.org/data/2.5/weather?q=London,uk&units=metric&appid=0123456789abcdef0123456789abcdef"',
    secrets: { OPENWEATHERMAP_APPID: '0123456789abcdef0123456789abcdef' },
    name: 'Get weather in OpenWeatherMap',
    url: 'https://api.openweathermap.org/data/2.5/weather?q=London,uk&units=metric&appid={OPENWEATHERMAP_APPID}',
  },
  'Google, a key in the query': {
    line: `curl 'https://maps.googleapis.com/maps/api/geocode/json?address=24%20Sussex%20Drive&key=AIzaSyA0123456789abcdefghijklmnopqrstu'`,
    secrets: { GOOGLE_API_KEY: 'AIzaSyA0123456789abcdefghijklmnopqrstu' },
    name: 'Get json in Google',
    url: 'https://maps.googleapis.com/maps/api/geocode/json?address=24%20Sussex%20Drive&key={GOOGLE_API_KEY}',
  },
  'GitLab, a colon for an id': {
    line: `curl --request PUT --header "PRIVATE-TOKEN: <your_access_token>" --url "https://gitlab.example.com/api/v4/projects/:id/issues/:issue_iid?state_event=close"`,
    fill: { '<your_access_token>': 'glpat-0123456789abcdefghij', ':id': '7', ':issue_iid': '85' },
    parameters: { project_id: '7', issue_iid: '85' },
    secrets: { ACCESS_TOKEN: 'glpat-0123456789abcdefghij' },
    name: 'Update issue',
    url: 'https://gitlab.example.com/api/v4/projects/{project_id}/issues/{issue_iid}?state_event=close',
  },
  'Linear, GraphQL with braces': {
    line: `curl -X POST -H "Content-Type: application/json" -H "Authorization: lin_api_0123456789abcdef" --data '{ "query": "{ viewer { id } issues{nodes{title}} }" }' https://api.linear.app/graphql`,
    secrets: { LINEAR_API_KEY: 'lin_api_0123456789abcdef' },
    name: 'Query in Linear',
    url: 'https://api.linear.app/graphql',
    body: '{ "query": "{ viewer { id } issues{nodes\\u007btitle}} }" }',
  },
  'Okta, SSWS and a password': {
    line: `curl -v -X POST -H "Accept: application/json" -H "Content-Type: application/json" -H "Authorization: SSWS 00QCjAl4MlV-WPXM" -d '{"profile":{"login":"isaac@example.com"},"credentials":{"password":{"value":"tlpWENT2m-x"}}}' "https://dev-1.okta.com/api/v1/users?activate=false"`,
    secrets: { OKTA_TOKEN: '00QCjAl4MlV-WPXM', OKTA_PASSWORD: 'tlpWENT2m-x' },
    name: 'Create user in Okta',
    url: 'https://dev-1.okta.com/api/v1/users?activate=false',
    body: '{"profile":{"login":"isaac@example.com"},"credentials":{"password":{"value":"{OKTA_PASSWORD}"}}}',
  },
  'OAuth, a form with a client secret': {
    line: `curl -X POST https://login.example.org/oauth/token -d 'grant_type=client_credentials&client_id=abc' --data-urlencode 'client_secret=s3cr&t +/=' -d scope=read`,
    secrets: { CLIENT_SECRET: 's3cr&t +/=' },
    name: 'Create token',
    url: 'https://login.example.org/oauth/token',
    body: 'grant_type=client_credentials&client_id=abc&client_secret={CLIENT_SECRET}&scope=read',
  },
  'DigitalOcean, --oauth2-bearer': {
    line: 'curl -sS --compressed --oauth2-bearer "$DO_TOKEN" "https://api.digitalocean.com/v2/droplets/3164494?x=1" -m 12.5 -o /dev/null',
    env: { DO_TOKEN: 'dop_v1_0123456789abcdef' },
    parameters: { droplet_id: 3164494 },
    secrets: { DO_TOKEN: 'dop_v1_0123456789abcdef' },
    name: 'Get droplet in DigitalOcean',
    url: 'https://api.digitalocean.com/v2/droplets/{droplet_id}?x=1',
  },
  'a browser, copied for a POSIX shell': {
    line: `curl 'https://shop.example.net/api/cart' -X 'POST' -H 'accept: application/json' -H 'content-type: application/json' -b 'session=0123456789abc; theme=dark' -H 'origin: https://shop.example.net' -H 'user-agent: Mozilla/5.0' --data-raw $'{"note":"it\\'s {fine}","n":1}'`,
    secrets: { COOKIE: 'session=0123456789abc; theme=dark' },
    name: 'Create cart',
    url: 'https://shop.example.net/api/cart',
    body: '{"note":"it\'s \\u007bfine}","n":1}',
  },
  'a browser, copied for Windows': {
    line: 'curl ^"https://shop.example.net/api/cart?x=1^&y=2^" ^\r\n  -H ^"accept: */*^" ^\r\n  -H ^"content-type: application/json^" ^\r\n  --data-raw ^"^{^\\^"a^\\^":^\\^"50^%^\\^"^}^"',
    posix: `curl 'https://shop.example.net/api/cart?x=1&y=2' -H 'accept: */*' -H 'content-type: application/json' --data-raw '{"a":"50%"}'`,
    name: 'Create cart',
    url: 'https://shop.example.net/api/cart?x=1&y=2',
    body: '{"a":"50%"}',
  },
  'PowerShell, backticks': {
    line: 'curl.exe -X POST `\n  "https://api.example.net/v1/things/<thing id>" `\n  -H "Authorization: Bearer $env:THE_TOKEN" `\n  --form-string "a=@b"',
    posix: `curl -X POST "https://api.example.net/v1/things/t-1" -H "Authorization: Bearer $THE_TOKEN" --form-string "a=@b"`,
    env: { THE_TOKEN: 'abcdefgh-1' },
    parameters: { thing_id: 't-1' },
    secrets: { THE_TOKEN: 'abcdefgh-1' },
    name: 'Update thing',
    url: 'https://api.example.net/v1/things/{thing_id}',
  },
  'Vault, a header and a pipe': {
    line: 'curl --header "X-Vault-Token: ..." http://127.0.0.1:8200/v1/secret/data/app | jq -r .data',
    fill: { '...': 'hvs.0123456789' },
    secrets: { VAULT_TOKEN: 'hvs.0123456789' },
    name: 'Get app',
    url: 'http://127.0.0.1:8200/v1/secret/data/app',
  },
  'a HEAD, with user info in the URL': {
    line: `curl -I 'https://robot:swordfish-9@files.example.net/a%20b/report.txt#top'`,
    secrets: { BASIC_AUTH: base64('robot:swordfish-9') },
    name: 'Check report',
    url: 'https://files.example.net/a%20b/report.txt',
  },
}
