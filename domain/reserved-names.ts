/** Environment variables that steer the process itself: as a parameter or secret they would break the sandbox. */
const RESERVED = new Set([
  'PATH',
  'HOME',
  'LANG',
  'LANGUAGE',
  'SHELL',
  'USER',
  'LOGNAME',
  'PWD',
  'OLDPWD',
  'IFS',
  'ENV',
  'BASH_ENV',
  'TMPDIR',
  'TZ',
  'HOSTNAME',
  'MPLCONFIGDIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'OPENSSL_CONF',
  'NODE_OPTIONS',
])
const RESERVED_PREFIX = /^(PYTHON|LD_|LC_|DYLD_|GIT_|GLIBC_|MALLOC_|OPENBLAS_|OMP_)/
const RESERVED_SUFFIX = /_PROXY$/

/** Why `name` may not be a parameter's or secret's name, or null. Letter case makes no difference. */
export function reservedNameProblem(name: string): string | null {
  const upper = name.toUpperCase()
  if (RESERVED.has(upper) || RESERVED_PREFIX.test(upper) || RESERVED_SUFFIX.test(upper))
    return `${name} is reserved: it would change how the sandbox works`
  if (['__PROTO__', 'CONSTRUCTOR', 'PROTOTYPE'].includes(upper)) return `${name} is reserved`
  return null
}
