import { type ActionInput, type ApiCall, actionInputSchema, apiCallSchema } from '../../domain/action.ts'

/** The smallest valid action, with `changes`, as a client would send it. */
export const draft = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'GitHub profile',
  trigger: 'When the user asks for a GitHub profile',
  type: 'api_call',
  api_call: { url: 'https://api.example.com/users' },
  ...changes,
})

export const pythonDraft = (changes: Record<string, unknown> = {}): Record<string, unknown> =>
  draft({ type: 'python', api_call: null, python: { code: 'print(1)' }, ...changes })

/** What the schema makes of an action: the dotted paths of its problems, none where it's valid. */
export function problemsOf(action: unknown): string[] {
  const parsed = actionInputSchema.safeParse(action)
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'))
}

export const parseAction = (action: unknown): ActionInput => actionInputSchema.parse(action)

export const apiCall = (changes: Partial<ApiCall>): ApiCall =>
  apiCallSchema.parse({ url: 'https://api.example.com/', ...changes })
