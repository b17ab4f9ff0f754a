import type { ApiCall } from '../../domain/action.ts'
import { bodyKind } from '../../domain/template-body.ts'
import { literalText, type Place } from '../shared/literal-text.ts'
import { jsonWithPlaces, multipartWithPlaces, pairsWithPlaces, xmlWithPlaces } from './body-places.ts'
import { BASIC, headerCredential } from './credential-places.ts'
import type { Findings } from './findings.ts'
import { repairedJson } from './repair-json.ts'
import type { CurlRequest } from './request.ts'
import { isOpenHost, isWebhook, pathWithPlaces, type UrlParts } from './url-places.ts'

/** Errand and its HTTP client set these. */
const OWN_HEADERS = new Set(
  `host content-length transfer-encoding connection keep-alive upgrade te trailer expect proxy-authorization
  proxy-connection accept-encoding`.split(/\s+/),
)
/** What browsers say of themselves. */
const OF_BROWSERS = /^(?:sec-.*|dnt|priority|upgrade-insecure-requests|pragma|cache-control)$/i

/** The API call that sends the same, and its path with null for each part that varies. */
export function callOf(
  request: CurlRequest,
  url: UrlParts,
  findings: Findings,
): { call: ApiCall; path: (string | null)[] } {
  // Credentials first: what is dropped is dropped everywhere.
  let headers = headersOf(request, url, findings)
  const host = hostOf(url, findings)
  let path = pathWithPlaces(findings, url)
  const given = [...(url.query === null ? [] : [url.query]), ...request.query].join('&')
  let query = given === '' ? '' : pairsWithPlaces(findings, asQuery(given, findings))
  let body = request.body && bodyWithPlaces(findings, request.body.text, headers)

  const swept = (text: string) => findings.sweep(text)
  headers = headers.map(({ name, value }) => ({ name, value: swept(value) }))
  path = path.map(swept)
  query = swept(query)
  body = body === null ? null : swept(body)

  const where = path
    .map((segment) => `/${template(findings, urlText(findings, segment), 'url', 'id')}`)
    .join('')
  const call: ApiCall = {
    method: request.method as ApiCall['method'],
    url: `${url.scheme}://${host}${url.port}${where}${query === '' ? '' : `?${template(findings, urlText(findings, query), 'url', 'value')}`}`,
    headers: Object.fromEntries(
      headers.map(({ name, value }) => [name, template(findings, value, 'other', name)]),
    ),
    body: null,
    idempotency_key: false,
  }
  if (body !== null) {
    const place = placeOf(headers)
    const text = place === 'json' ? repairedJson(body, findings) : body
    call.body = template(findings, text, place, 'value')
  }
  // The parts of a webhook's path say nothing of what it does.
  const told = isWebhook(url) ? [] : path.map((segment) => (findings.marks.has(segment) ? null : segment))
  return { call, path: told }
}

function headersOf(
  request: CurlRequest,
  url: UrlParts,
  findings: Findings,
): { name: string; value: string }[] {
  const headers: { name: string; value: string }[] = []
  const left: string[] = []
  for (const { name, value } of request.headers) {
    const lower = name.toLowerCase()
    if (OWN_HEADERS.has(lower) || OF_BROWSERS.test(lower)) {
      if (lower === 'host')
        findings.warnings.push('The header Host was left out: the host is the one of the URL.')
      else if (OF_BROWSERS.test(lower)) left.push(name)
      continue
    }
    const same = headers.find((header) => header.name.toLowerCase() === lower)
    if (!same) headers.push({ name, value })
    else if (/^(?:content-type|authorization|user-agent|referer)$/.test(lower)) same.value = value
    else same.value += `${lower === 'cookie' ? '; ' : ', '}${value}`
  }
  if (left.length > 0)
    findings.warnings.push(`Headers that only browsers send were left out: ${left.length}.`)
  const signsIn = headers.some(({ name }) => name.toLowerCase() === 'authorization')
  const placed = headers.map(({ name, value }) => ({ name, value: headerCredential(findings, name, value) }))
  if (request.cookie !== null && !headers.some(({ name }) => name.toLowerCase() === 'cookie'))
    placed.push({ name: 'Cookie', value: findings.secret(request.cookie, 'cookie') })
  if (signsIn) return placed
  if (request.bearer !== null) {
    placed.push({
      name: 'Authorization',
      value: headerCredential(findings, 'Authorization', `Bearer ${request.bearer}`),
    })
    return placed
  }
  const user = request.user ?? url.user
  if (user !== null) placed.push({ name: 'Authorization', value: basic(findings, user) })
  return placed
}

/** One secret for both, since an action can't encode them. */
function basic(findings: Findings, user: string): string {
  findings.warnings.push(BASIC)
  const only = findings.marks.only(user.trim())
  // A variable holds name and password as they are: its name must not make anybody put them so.
  const mark = findings.secret(only ? `${user}:` : user || '-', 'basic auth')
  const [, name = user, password = ''] = /^([^:]*):([\s\S]*)$/.exec(user) ?? []
  for (const part of password === '' ? [name] : [password])
    if (!findings.dropped.has(part)) findings.dropped.set(part, mark)
  return `Basic ${mark}`
}

/** A host that is not written out is set once, by whoever may put secrets, and never taken from a conversation. */
function hostOf({ host }: UrlParts, findings: Findings): string {
  if (!isOpenHost(host, findings.marks)) return host
  const only = findings.marks.only(host)
  const variable =
    only?.variable?.replace(/(?:^|_)(?:URL|URI|BASE|ENDPOINT|HOST|HOSTNAME|DOMAIN)(?=_|$)/gi, '') ?? ''
  const label = variable === '' ? 'api host' : `${variable}_host`
  const mark = findings.secret('the host', label)
  const text = template(findings, mark, 'other', 'host')
  findings.warnings.push(
    `The host has to be filled in: put it as the secret ${text.slice(1, -1)}, such as api.example.com, without https://. As a secret it is set once, and no conversation can change where the request goes.`,
  )
  return text
}

/** `$filter` of OData is called so; within double quotes a shell would have taken it for a variable. */
const asQuery = (query: string, findings: Findings): string =>
  findings.marks
    .pieces(query)
    .map((piece, at, pieces) => {
      if (typeof piece === 'string') return piece
      const before = pieces[at - 1]
      const after = pieces[at + 1]
      const begins = at === 0 || (typeof before === 'string' && before.endsWith('&'))
      const named = piece.variable !== null && /^[a-z]+$/.test(piece.variable)
      if (begins && named && typeof after === 'string' && after.startsWith('=')) return `$${piece.variable}`
      return findings.marks.add(piece)
    })
    .join('')

function placeOf(headers: { name: string; value: string }[]): Place {
  const kind = bodyKind({
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    body: '',
  })
  if (kind === 'ndjson') return 'json'
  return kind === 'json' || kind === 'form' || kind === 'xml' ? kind : 'other'
}

function bodyWithPlaces(
  findings: Findings,
  text: string,
  headers: { name: string; value: string }[],
): string {
  const kind = bodyKind({
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    body: '',
  })
  if (kind === 'json' || kind === 'ndjson') return jsonWithPlaces(findings, text)
  if (kind === 'multipart') return multipartWithPlaces(findings, text)
  if (kind === 'form' && !/^\s*[{[<]/.test(text)) return pairsWithPlaces(findings, text)
  return /^\s*[{[]/.test(text) ? jsonWithPlaces(findings, text) : xmlWithPlaces(findings, text)
}

/** Spaces and the like as a URL writes them; escapes that are there stay. */
const urlText = (findings: Findings, text: string): string =>
  findings.marks.map(text, (literal) =>
    literal.replace(/[\s"<>\\^`|\0-\x20\x7f]/g, (character) => encodeURIComponent(character)),
  )

/** The text as a template: what refers to something as a placeholder, the rest standing for itself. */
function template(findings: Findings, text: string, place: Place, label: string): string {
  return findings.marks
    .pieces(text)
    .map((piece) => {
      if (typeof piece === 'string') return literalText(piece, place) ?? withDefaults(findings, piece)
      findings.decideRest(piece, label)
      return `{${piece.name}}`
    })
    .join('')
}

/** Where a brace can't be written in another way, a parameter's default says what looks like a placeholder. */
const withDefaults = (findings: Findings, text: string): string =>
  text.replace(/\{[A-Za-z_][A-Za-z0-9_]*\}/g, (literal) => {
    const mark = findings.parameter(literal, {
      description: 'Text that looks like a placeholder and is none; leave it as it is',
      required: false,
      default: literal,
    })
    const reference = findings.marks.only(mark)
    return `{${reference?.name}}`
  })
