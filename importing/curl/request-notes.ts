import type { CurlOption } from './options.ts'

/** Options that ask for something that an action can't do, and what to know about it. */
const LEFT_OUT: Record<string, string> = {
  insecure: '--insecure was left out: certificates are always checked.',
  cert: 'A client certificate was left out: actions have none.',
  key: 'A client certificate was left out: actions have none.',
  cacert: '--cacert was left out: certificates are checked against the usual authorities.',
  proxy: 'The proxy was left out: the operator sets one for all actions.',
  preproxy: 'The proxy was left out: the operator sets one for all actions.',
  'proxy-user': 'The name and password for the proxy were left out.',
  'proxy-header': 'Headers for the proxy were left out.',
  'aws-sigv4':
    "The request needs a signature of AWS, which actions can't make: the service will refuse it. Use Python for it.",
  digest: "Digest authentication was left out: actions can't do it.",
  ntlm: "NTLM authentication was left out: actions can't do it.",
  negotiate: "Negotiate authentication was left out: actions can't do it.",
  config: 'Options of a file were left out: the file is not here.',
  resolve: '--resolve was left out: the name is looked up as usual.',
  'connect-to': '--connect-to was left out: the request goes to the host of its URL.',
  'unix-socket': '--unix-socket was left out: actions reach hosts only.',
  'time-cond': '--time-cond was left out.',
  variable: '--variable was left out.',
}

/** Says of each such option that it was left out; of those that only change what curl prints, nothing. */
export function sayWhatIsLeftOut(options: CurlOption[], warnings: string[]): void {
  for (const name of new Set(options.map((option) => option.name))) {
    const note = Object.hasOwn(LEFT_OUT, name) ? LEFT_OUT[name] : undefined
    if (note && !warnings.includes(note)) warnings.push(note)
  }
}

/** Who signs in, by options other than headers. */
export function credentialOptions(
  options: CurlOption[],
  warnings: string[],
): { user: string | null; bearer: string | null } {
  const last = (name: string) => options.findLast((option) => option.name === name)?.value ?? null
  const has = (...names: string[]) => options.some(({ name }) => names.includes(name))
  const bearer = last('oauth2-bearer')
  if (has('digest', 'ntlm', 'negotiate', 'aws-sigv4')) return { user: null, bearer }
  const user = last('user')
  if (user !== null || !has('netrc', 'netrc-optional', 'netrc-file')) return { user, bearer }
  warnings.push('curl would look name and password up in a file of yours (--netrc).')
  return { user: '', bearer }
}
