/*
 * A parameter or secret of Python is an environment variable, and some variables steer the process, its libraries and
 * the programs that it starts. Case counts as it does there: `path`, `user` or `language` steer nothing, and are names
 * that people want.
 */

const SHELL = `PATH HOME SHELL USER LOGNAME PWD OLDPWD HOSTNAME TMPDIR TMP TEMP IFS ENV BASH_ENV BASHOPTS SHELLOPTS
  PROMPT_COMMAND PS4 CDPATH TERM TERMCAP TERMINFO TERMINFO_DIRS EDITOR VISUAL PAGER BROWSER DISPLAY`
const LOCALE = 'LANG LANGUAGE TZ TZDIR LOCPATH NLSPATH'
const C_LIBRARY = 'GCONV_PATH GETCONF_DIR HOSTALIASES LOCALDOMAIN RES_OPTIONS'
const TLS_AND_CLIENTS = `SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE REQUESTS_CA_BUNDLE NETRC SSH_ASKPASS SSH_AUTH_SOCK
  SUDO_ASKPASS`
const INTERPRETERS = `MPLCONFIGDIR MPLBACKEND NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED
  PERL5LIB PERL5OPT PERL5DB`

const RESERVED = new Set(
  [SHELL, LOCALE, C_LIBRARY, TLS_AND_CLIENTS, INTERPRETERS].flatMap((names) => names.split(/\s+/)),
)
const RESERVED_PREFIX =
  /^(PYTHON|LD_|DYLD_|LC_|GLIBC_|MALLOC_|RESOLV_|OPENSSL_|CURL_|GIT_|XDG_|OPENBLAS_|OMP_|GOMP_|KMP_|MKL_)/
/** Neither git nor curl reads a variable of these, and a secret for them may well be called so. */
const CREDENTIAL = /^(GIT|CURL)_([A-Z0-9]+_)*(TOKEN|PASSWORD|SECRET|USERNAME|KEY)$/
/** Read in any letter case, and for any scheme. */
const RESERVED_SUFFIX = /_PROXY$/i

const OF_EVERY_OBJECT = ['__proto__', 'constructor', 'prototype']

/** Why `name` may not be a parameter's or secret's name, or null. */
export function reservedNameProblem(name: string): string | null {
  const steers = RESERVED.has(name) || (RESERVED_PREFIX.test(name) && !CREDENTIAL.test(name))
  if (steers || RESERVED_SUFFIX.test(name))
    return `${name} is reserved: it would change how the sandbox works`
  return OF_EVERY_OBJECT.includes(name.toLowerCase()) ? `${name} is reserved` : null
}
