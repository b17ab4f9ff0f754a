import { unusable } from '../problem.ts'
import type { Marks } from './marks.ts'
import type { CurlOption } from './options.ts'
import { type CurlBody, readBody } from './request-body.ts'
import { credentialOptions, sayWhatIsLeftOut } from './request-notes.ts'
import { urlQuery } from './url-query.ts'

/** What a command line asks for, in texts that may hold marks. */
export interface CurlRequest {
  method: string
  url: string
  /** `a=b`, as it goes into the query after what the URL has. */
  query: string[]
  headers: { name: string; value: string }[]
  /** `user:password` of `-u`, or an empty text where curl would look it up. */
  user: string | null
  bearer: string | null
  cookie: string | null
  body: CurlBody | null
  globbing: boolean
  timeoutSeconds: number | null
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])
const OTHER_METHODS = new Set(
  'OPTIONS TRACE CONNECT PURGE PROPFIND PROPPATCH REPORT LIST SEARCH QUERY LINK'.split(' '),
)

/** @throws {Problem} `validation_failed` where it names no URL, or a method that an action can't have */
export function readRequest(
  all: CurlOption[],
  stdin: string | null,
  marks: Marks,
  warnings: string[],
): CurlRequest {
  const next = all.findIndex(({ name }) => name === 'next')
  if (next >= 0) warnings.push('After --next comes another request, which was left out: import it by itself.')
  const options = next >= 0 ? all.slice(0, next) : all
  const values = (name: string) => options.filter((option) => option.name === name).map(({ value }) => value)
  const has = (name: string) => options.some((option) => option.name === name)

  const urls = values('url').filter((url) => url !== '')
  const [url] = urls
  if (url === undefined) throw unusable('command', 'names no URL')
  if (urls.length > 1) warnings.push(`There are ${urls.length} URLs: the first one was taken.`)

  sayWhatIsLeftOut(options, warnings)
  const { user, bearer } = credentialOptions(options, warnings)
  const headers = readHeaders(values('header'), warnings)
  const add = (name: string, value: string | undefined) => {
    if (
      value !== undefined &&
      value !== '' &&
      !headers.some((header) => header.name.toLowerCase() === name.toLowerCase())
    )
      headers.push({ name, value })
  }
  add('User-Agent', values('user-agent').at(-1))
  add(
    'Referer',
    values('referer')
      .at(-1)
      ?.replace(/;auto$/, ''),
  )
  const range = values('range').at(-1)
  add('Range', range && `bytes=${range}`)
  if (has('json')) add('Accept', 'application/json')

  const asQuery = has('get')
  const read = readBody(options, stdin, headers, marks, warnings)
  const query = values('url-query').map((value) =>
    value.startsWith('+') ? value.slice(1) : urlQuery(value, marks),
  )
  if (asQuery && read?.kind === 'data') query.push(read.text)
  const body = asQuery && read?.kind === 'data' ? null : read
  if (body?.contentType) add('Content-Type', body.contentType)

  const seconds = Number(values('max-time').at(-1))
  return {
    method: methodOf(values('request').at(-1), {
      head: has('head'),
      upload: has('upload-file'),
      body: body !== null,
      asQuery,
    }),
    url,
    query,
    headers,
    user,
    bearer,
    cookie: readCookies(values('cookie'), warnings),
    body,
    globbing: !has('globoff'),
    timeoutSeconds: seconds > 0 ? Math.min(Math.ceil(seconds), 120) : null,
  }
}

function methodOf(
  given: string | undefined,
  { head, upload, body, asQuery }: { head: boolean; upload: boolean; body: boolean; asQuery: boolean },
): string {
  if (given === undefined) {
    if (head) return 'HEAD'
    if (upload) return 'PUT'
    return body && !asQuery ? 'POST' : 'GET'
  }
  const method = given.trim().toUpperCase()
  if (METHODS.has(method)) return method
  const which = OTHER_METHODS.has(method) ? `the method ${method}` : 'a method'
  throw unusable(
    'command',
    `uses ${which} that an action can't have: GET, POST, PUT, PATCH, DELETE and HEAD it can`,
  )
}

function readHeaders(lines: string[], warnings: string[]): CurlRequest['headers'] {
  return lines.flatMap((line) => {
    if (line.startsWith('@')) {
      warnings.push('Headers of a file were left out: the file is not here.')
      return []
    }
    const [, name = '', mark, value = ''] = /^([^:;]*)([:;])([\s\S]*)$/.exec(line) ?? []
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}$/.test(name.trim())) {
      warnings.push('A header without a name that is valid was left out.')
      return []
    }
    // `Name:` takes away a header of curl's own, `Name;` sends one without a value.
    if (value.trim() === '' && mark === ':') return []
    return [{ name: name.trim(), value: value.trim().replace(/[\r\n]+[ \t]*/g, ' ') }]
  })
}

function readCookies(values: string[], warnings: string[]): string | null {
  const cookies = values.filter((value) => value.includes('=') || value.includes('\uFDD0'))
  if (cookies.length < values.length) warnings.push('Cookies of a file were left out: the file is not here.')
  return cookies.length > 0 ? cookies.join(';') : null
}
