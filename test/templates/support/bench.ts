import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { ExecutionContext } from 'ava'
import type { ParameterValues } from '../../../domain/action.ts'
import { resolveParameters } from '../../../domain/parameter-values.ts'
import type { RunError } from '../../../domain/run-errors.ts'
import { type Dial, dialTcp } from '../../../egress/dial.ts'
import { loadTemplates, type Template } from '../../../templates/catalogue.ts'
import { startSandbox } from '../../sandbox/support/sandbox.ts'
import { startActivityBench } from '../../support/activity-bench.ts'
import { type Protocol, startService, type TestService } from './service.ts'

/** The address that every name of a test leads to: a public one, to the policy's eyes. */
const PUBLIC = '93.184.216.34'

export interface TemplateRun {
  output: string
  /** The output as JSON; empty where it is none. */
  result: Record<string, unknown>
  error: RunError | null
}

export interface TemplateBench {
  service: TestService
  template: Template
  /** Runs the template as it is, with its defaults filled in as the API does. */
  run(parameters?: ParameterValues): Promise<TemplateRun>
}

export interface TemplateWorld {
  /** The hosts that the service has in the world. */
  names: string[]
  protocol: Protocol
  /** Values of the template's secrets. */
  secrets: Record<string, string>
}

export function templateOf(slug: string): Template {
  const found = loadTemplates().find((template) => template.slug === slug)
  if (!found) throw new Error(`There is no template ${slug}.`)
  return found
}

/** A template through its real activity, in the real sandbox, towards a service that goes by its real names. */
export async function startTemplate(
  t: ExecutionContext,
  slug: string,
  world: TemplateWorld,
): Promise<TemplateBench> {
  const template = templateOf(slug)
  const service = await startService(t, world.names, world.protocol)
  const egress = towards(service)
  const python = template.action.type === 'python'
  const sandbox = python
    ? (await startSandbox(t, { ...egress, extraCaFile: await caFile(t, service.ca) })).sandbox
    : undefined
  if (!python) trust(t, service.ca)
  const bench = await startActivityBench(t, { ...egress, sandbox })
  for (const { name, mask, allowed_hosts } of template.secrets) {
    const value = world.secrets[name]
    if (value !== undefined) await bench.secret(name, value, allowed_hosts, mask)
  }
  const hidden = template.secrets.filter(({ mask }) => mask).map(({ name }) => name)
  return {
    service,
    template,
    async run(given = {}) {
      const { values, errors } = resolveParameters(template.action.parameters, given)
      t.deepEqual(errors, [])
      const ran = await bench.call({ ...template.action }, { parameters: values })
      const shown = JSON.stringify(ran)
      for (const name of hidden) {
        t.false(shown.includes(world.secrets[name] ?? '(none)'), `${name} is shown`)
        t.false(shown.includes(`***${name}***`), `${name} is printed, and masked only then`)
      }
      const output = ran.output ?? ''
      return { output, result: parsed(output), error: ran.error }
    },
  }
}

/** A resolver and a dialler that know the service's names and lead to it; nothing else is connected to. */
function towards({ names, port }: TestService): {
  lookup: (host: string) => Promise<string[]>
  dial: Dial
} {
  return {
    lookup: async (host) => {
      if (!names.includes(host))
        throw Object.assign(new Error(`no such name: ${host}`), { code: 'ENOTFOUND' })
      return [PUBLIC]
    },
    dial: (target, signal) => {
      if (target.address !== PUBLIC || target.port !== 443)
        throw new Error(`A test was about to connect to ${target.address}:${target.port}.`)
      return dialTcp({ address: '127.0.0.1', port }, signal)
    },
  }
}

async function caFile(t: ExecutionContext, ca: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'errand-templates-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const path = join(folder, 'ca.pem')
  await writeFile(path, ca)
  return path
}

const ownAuthorities = getCACertificates()

/**
 * For API Calls, which this process makes itself: tests of them are serial, for it holds for the whole process. Only
 * the last authority is trusted, since all have one name.
 */
function trust(t: ExecutionContext, ca: string): void {
  setDefaultCACertificates([...ownAuthorities, ca])
  t.teardown(() => setDefaultCACertificates(ownAuthorities))
}

function parsed(output: string): TemplateRun['result'] {
  try {
    return JSON.parse(output)
  } catch {
    return {}
  }
}
