import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { type ActionInput, actionInputSchema, secretNameSchema } from '../domain/action.ts'
import { resolveParameters } from '../domain/parameter-values.ts'
import { secretsUsedBy } from '../domain/secret-use.ts'
import { templateProblems } from '../domain/template.ts'
import { inlineShared } from './inline-shared.ts'

const HERE = new URL('./', import.meta.url)

const secretSchema = z.strictObject({
  name: secretNameSchema,
  description: z.string().min(1).meta({ description: 'What it is, and where its value is found' }),
  example: z.string().optional().meta({ description: 'What a value looks like; never one that works' }),
  mask: z.boolean().meta({ description: "False: no secret as such, such as a host or a project's key" }),
  allowed_hosts: z
    .array(z.string())
    .meta({ description: "What to set; a *. is to be narrowed to one's own host" }),
  required: z.boolean().meta({ description: 'False: the action runs without it' }),
})

/** What `template.json` holds. */
export const templateSchema = z.strictObject({
  title: z.string().min(1),
  summary: z.string().min(1),
  service: z.string().min(1),
  category: z.enum(['payments', 'operations', 'product', 'support', 'shop']),
  secrets: z.array(secretSchema),
  sample_parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .meta({ description: 'Values to try it with' }),
  action: z.looseObject({ type: z.enum(['api_call', 'python']) }),
})

/** A ready-made action: `action` is what `POST /{guru}/actions` takes. */
export interface Template extends Omit<z.infer<typeof templateSchema>, 'action'> {
  /** The name of its folder. */
  slug: string
  action: ActionInput
}

/**
 * Every template in the order of its slug: one folder each, with `template.json` and, for Python, `action.py`.
 * @throws {Error} naming the template and what is wrong with it
 */
export function loadTemplates(): Template[] {
  return readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map((entry) => entry.name)
    .sort()
    .map(loadTemplate)
}

function loadTemplate(slug: string): Template {
  try {
    const { action, ...about } = templateSchema.parse(JSON.parse(read(`${slug}/template.json`)))
    const required = about.secrets.filter((secret) => secret.required).map(({ name }) => name)
    const code = action.type === 'python' ? { python: { code: inlineShared(read(`${slug}/action.py`)) } } : {}
    const parsed = actionInputSchema.parse({ ...action, ...code, secrets: required })
    check(parsed, about)
    return { slug, ...about, action: parsed }
  } catch (error) {
    throw new Error(`The template '${slug}' can't be used: ${(error as Error).message}`, { cause: error })
  }
}

const read = (path: string): string => readFileSync(new URL(path, HERE), 'utf8')

/** What its schema doesn't say: placeholders, secrets and sample have to fit together. */
function check(action: ActionInput, { secrets, sample_parameters }: Omit<Template, 'slug' | 'action'>): void {
  const names = secrets.map(({ name }) => name)
  const placeholders = action.api_call
    ? templateProblems(action.api_call, { parameters: action.parameters, secrets: names })
    : []
  const sample = resolveParameters(action.parameters, sample_parameters).errors
  for (const { path, message } of [...placeholders, ...sample]) throw new Error(`${path} ${message}`)
  const used = secretsUsedBy({ ...action, secrets: [] }, names)
  const idle = names.find((name) => !used.includes(name))
  if (idle) throw new Error(`its secret ${idle} is not used`)
}
