/*
 * The suite itself: it refuses to run where a packet could leave, and its tables hold what they promise.
 */
import { spawnSync } from 'node:child_process'
import test from 'ava'
import { EXEMPTIONS } from './cases/exemptions.ts'
import { GATE } from './cases/gate.ts'
import { METADATA } from './cases/metadata.ts'
import { EMPTY_PARTS, NAMES, REBINDING } from './cases/names.ts'
import { HOST_PARAMETERS, PATH_PARAMETERS } from './cases/parameters.ts'
import { REDIRECTS } from './cases/redirects.ts'
import { SECRET_HOSTS } from './cases/secret-hosts.ts'
import { SPECIAL_ADDRESSES } from './cases/special-addresses.ts'
import { SPELLINGS } from './cases/spellings.ts'
import { WRITTEN_URLS } from './cases/written-urls.ts'
import { networkNamespace } from './support/kernel.ts'
import { INSIDE, unshareArguments } from './support/lab.ts'

function run(
  program: string,
  args: string[],
  outside = networkNamespace(),
): { status: number; said: string } {
  const env = { ...process.env, SSRF_OUTSIDE: outside }
  const { status, stderr, error } = spawnSync(program, args, { env, encoding: 'utf8' })
  if (error) throw new Error(`The suite needs unshare (package util-linux): ${error.message}`)
  return { status: status ?? -1, said: stderr }
}

test('the suite does not run in the network of the machine', (t) => {
  const { status, said } = run(process.execPath, [INSIDE])
  t.not(status, 0)
  t.regex(said, /This is the network of the machine/)
})

test('the suite does not run where it is not told which network is that of the machine', (t) => {
  const { status, said } = run('unshare', unshareArguments('ip link set lo up; exec "$@"'), '')
  t.not(status, 0)
  t.regex(said, /This is the network of the machine/)
})

test('the suite does not run where another interface is up', (t) => {
  const script = `set -e
    ip link set lo up
    ip link add errand-a type veth peer name errand-b
    ip link set errand-a up
    exec "$@"`
  const { status, said } = run('unshare', unshareArguments(script))
  t.not(status, 0)
  t.regex(said, /only the loopback is up, and here .*errand-a/)
})

test('well over a hundred different targets and tricks are refused, nearly all of which lead somewhere', (t) => {
  const tables = [
    ...[SPELLINGS, SPECIAL_ADDRESSES, METADATA, NAMES, EMPTY_PARTS, REBINDING],
    ...[HOST_PARAMETERS, PATH_PARAMETERS, WRITTEN_URLS, REDIRECTS, EXEMPTIONS, SECRET_HOSTS, GATE],
  ]
  const refused = tables.flat().filter(({ ends }) => ends !== null)
  const requests = refused.map(({ url, parameters, allow, secretHosts, times }) =>
    JSON.stringify([url, parameters, allow, secretHosts, times]),
  )
  t.true(new Set(requests).size >= 300, `${new Set(requests).size} different ones`)
  const leading = refused.filter(({ leadsTo }) => leadsTo !== null)
  t.true(leading.length / refused.length > 0.9, `${leading.length} of ${refused.length} lead somewhere`)
  const connecting = leading.filter(({ leadsTo }) => !leadsTo?.startsWith('dialled'))
  t.true(connecting.length / refused.length > 0.9, `${connecting.length} of ${refused.length} connect`)
})
