import { capitalised } from './words.ts'

/** Second-level parts of names such as `example.co.uk`. */
const SECOND_LEVEL = new Set(['co', 'com', 'net', 'org', 'gov', 'ac', 'edu', 'or', 'ne', 'go'])
/** As their owners write them. */
const BRANDS = new Map(
  `GitHub GitLab OpenAI PagerDuty SendGrid HubSpot DigitalOcean LinkedIn YouTube PayPal BigCommerce WooCommerce
  CircleCI ClickUp DocuSign DeepL ElevenLabs FreshDesk LaunchDarkly MongoDB OpenWeatherMap QuickBooks RapidAPI
  SurveyMonkey WhatsApp WordPress Mailgun ShipEngine`
    .split(/\s+/)
    .map((brand) => [brand.toLowerCase(), brand]),
)
/** Whose domains are not called as they are. */
const DOMAINS: Record<string, string> = {
  atlassian: 'Jira',
  myshopify: 'Shopify',
  datadoghq: 'Datadog',
  googleapis: 'Google',
  telegram: 'Telegram',
  hubapi: 'HubSpot',
}

/** What the service behind a host is called, or null where its name does not tell: `api.stripe.com` is `Stripe`. */
export function serviceOf(host: string): string | null {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  if (name.includes(':') || /^[\d.]+$/.test(name) || !/^[a-z0-9.-]+$/.test(name)) return null
  const labels = name.split('.').filter(Boolean)
  const top =
    labels.length >= 3 && labels.at(-1)?.length === 2 && SECOND_LEVEL.has(labels.at(-2) ?? '') ? 2 : 1
  const label = labels.at(-1 - top)
  if (!label || /^(?:www|api|example|localhost)$/.test(label)) return null
  if (Object.hasOwn(DOMAINS, label)) return DOMAINS[label] ?? null
  return BRANDS.get(label) ?? capitalised(label)
}

/** The same as the beginning of a secret's name: `STRIPE`. Without a service, none. */
export const prefixOf = (service: string | null): string =>
  (service ?? '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[\d_]+|_+$/g, '')
    .slice(0, 24)
