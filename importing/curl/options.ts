import { type ParseArgsOptionDescriptor, parseArgs } from 'node:util'
import { unusable } from '../problem.ts'

/** curl's options that take a value, and what is short for them. */
const WITH_VALUE = `E:cert K:config C:continue-at b:cookie c:cookie-jar d:data D:dump-header F:form P:ftp-port H:header
  h:help m:max-time o:output x:proxy U:proxy-user Q:quote r:range e:referer X:request Y:speed-limit y:speed-time
  t:telnet-option z:time-cond T:upload-file u:user A:user-agent w:write-out
  abstract-unix-socket alt-svc aws-sigv4 cacert capath cert-type ciphers connect-timeout connect-to create-file-mode
  crlfile curves data-ascii data-binary data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr
  dns-servers doh-url egd-file engine etag-compare etag-save expect100-timeout expand-data expand-header expand-url
  form-string happy-eyeballs-timeout-ms hsts hsts-file interface json keepalive-time keepalive-cnt key key-type krb
  libcurl limit-rate local-port login-options max-filesize max-redirs netrc-file noproxy oauth2-bearer output-dir
  parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy-cacert proxy-capath proxy-cert
  proxy-header proxy-key proxy-pass proxy1.0 random-file rate request-target resolve retry retry-delay
  retry-max-time sasl-authzid service-name socks4 socks4a socks5 socks5-hostname stderr tls-max tls13-ciphers
  tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket url url-query variable vlan-priority
  ip-tos haproxy-clientip ech mail-from mail-rcpt mail-auth`

/** Those without one that have a short form, or change the request. All others count as having none. */
const FLAGS = `a:append q:disable f:fail G:get g:globoff I:head 0:http1.0 i:include k:insecure 4:ipv4 6:ipv6
  j:junk-session-cookies l:list-only L:location M:manual n:netrc N:no-buffer Z:parallel #:progress-bar p:proxytunnel
  J:remote-header-name O:remote-name R:remote-time S:show-error s:silent 2:sslv2 3:sslv3 1:tlsv1 B:use-ascii v:verbose
  V:version ::next anyauth basic compressed digest location-trusted negotiate ntlm`

function table(): Record<string, ParseArgsOptionDescriptor> {
  const options: Record<string, ParseArgsOptionDescriptor> = {}
  const add = (list: string, type: 'string' | 'boolean') => {
    for (const entry of list.split(/\s+/)) {
      const short = entry.charAt(1) === ':' ? entry.charAt(0) : undefined
      options[short ? entry.slice(2) : entry] = { type, multiple: true, ...(short && { short }) }
    }
  }
  add(WITH_VALUE, 'string')
  add(FLAGS, 'boolean')
  return options
}

const OPTIONS = table()
const MOST_FLAGS = 60

/** One option, or a word that is none (a URL) under the name `url`. */
export interface CurlOption {
  name: string
  value: string
  /** Whether curl has an option of this name, as far as is known here: other names may hold anything. */
  known: boolean
}

/** Reads curl's options in their order. @throws {Problem} `validation_failed` where one lacks its value */
export function readOptions(words: string[]): CurlOption[] {
  for (const word of words)
    if (/^-[^-]/.test(word) && word.length > MOST_FLAGS && OPTIONS[longOf(word.charAt(1))]?.type !== 'string')
      throw unusable('command', 'has a word that begins with a dash and is no option')
  const { tokens } = parseArgs({
    args: words,
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  return tokens.flatMap((token): CurlOption[] => {
    if (token.kind === 'positional') return [{ name: 'url', value: token.value, known: true }]
    if (token.kind !== 'option') return []
    const known = Object.hasOwn(OPTIONS, token.name)
    if (known && OPTIONS[token.name]?.type === 'string' && token.value === undefined)
      throw unusable('command', `has nothing after ${token.rawName}`)
    return [{ name: token.name, value: token.value ?? '', known }]
  })
}

const longOf = (short: string): string =>
  Object.entries(OPTIONS).find(([, option]) => option.short === short)?.[0] ?? ''
