import { useSecrets } from '../../../api/secrets.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { declaredSecrets } from '../form/named-secrets.ts'

export interface KnownNames {
  parameters: string[]
  /** Those of the guru, and those that the action declares. */
  secrets: string[]
  /** Those of the guru alone; undefined while they are not known. */
  stored: string[] | undefined
  /** All that placeholders may name. */
  all: string[]
}

/** The names that an action's texts may use. */
export function useKnownNames(): KnownNames {
  const { data } = useSecrets(useGuru())
  const { values } = useActionFormContext()
  const parameters = [...new Set(values.parameters.map(({ name }) => name).filter(Boolean))]
  const stored = data?.map(({ name }) => name)
  const secrets = [...new Set([...(stored ?? []), ...declaredSecrets(values)])].sort()
  return { parameters, secrets, stored, all: [...parameters, ...secrets] }
}
