import test from 'ava'
import { reservedNameProblem } from '../../domain/reserved-names.ts'

for (const name of [
  'PATH',
  'path',
  'HOME',
  'LD_PRELOAD',
  'PYTHONPATH',
  'PYTHONSTARTUP',
  'http_proxy',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'LC_ALL',
])
  test(`${name} is reserved`, (t) => t.regex(reservedNameProblem(name) ?? '', /reserved/))

for (const name of ['__proto__', 'constructor', 'prototype'])
  test(`${name} is reserved, for objects have it already`, (t) =>
    t.regex(reservedNameProblem(name) ?? '', /reserved/))

for (const name of ['username', 'API_KEY', 'path_to', 'homepage', 'proxy', 'user_name', 'github_token'])
  test(`${name} is free`, (t) => t.is(reservedNameProblem(name), null))
