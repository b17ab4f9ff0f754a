import { useState } from 'react'
import { isSetAlready, type Secret, usePutSecret } from '../../../api/secrets.ts'
import type { Template } from '../../../api/templates.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { fieldErrors } from '../../../components/field-errors.ts'
import { texts } from '../../../texts/en/index.ts'
import { narrowHosts } from './narrow-hosts.ts'

type Needed = Template['secrets'][number]

export interface SecretsForm {
  values: Record<string, string>
  hosts: Record<string, string[]>
  errors: Record<string, string>
  /** Of no field. */
  error: unknown
  isPending: boolean
  setValue: (name: string, value: string) => void
  setHosts: (name: string, hosts: string[]) => void
  /** Saves those that are filled in; answers whether all that is needed is there. */
  save: () => Promise<boolean>
}

/** The secrets that a template needs, as they are filled in. */
export function useSecretsForm(needed: Needed[], existing: Secret[]): SecretsForm {
  const { mutateAsync, isPending } = usePutSecret(useGuru())
  const [values, setValues] = useState<Record<string, string>>({})
  const [ownHosts, setOwnHosts] = useState<Record<string, string[]>>({})
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [error, setError] = useState<unknown>(null)
  // What is no secret may be a host, and says where the secrets beside it belong.
  const shown = needed
    .filter(({ mask }) => !mask)
    .map(({ name, example }) => ({ value: values[name] ?? '', example }))
  const hosts = Object.fromEntries(
    needed.map((secret) => [
      secret.name,
      ownHosts[secret.name] ??
        existing.find(({ name }) => name === secret.name)?.allowed_hosts ??
        narrowHosts(secret.allowed_hosts, shown),
    ]),
  )

  const isSet = (name: string) => existing.some((secret) => secret.name === name)

  /** @returns whether it is saved; what is wrong stands where it belongs */
  const saveOne = async ({ name, mask }: Needed): Promise<boolean> => {
    const value = values[name]?.trim()
    if (!value) return true
    try {
      await mutateAsync({ name, body: { value, mask, allowed_hosts: hosts[name] }, isNew: !isSet(name) })
      return true
    } catch (cause) {
      const found = fieldErrors(cause)
      const atHosts = Object.entries(found).find(([path]) => path.startsWith('allowed_hosts'))?.[1]
      const atValue = isSetAlready(cause) ? texts.start.secrets.setMeanwhile : (found.value ?? found.mask)
      if (!atHosts && !atValue) setError(cause)
      setErrors((before) => ({
        ...before,
        ...(atValue && { [name]: atValue }),
        ...(atHosts && { [`${name}.hosts`]: atHosts }),
      }))
      return false
    }
  }

  return {
    values,
    hosts,
    errors,
    error,
    isPending,
    setValue: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    setHosts: (name, list) => setOwnHosts((before) => ({ ...before, [name]: list })),
    save: async () => {
      setError(null)
      const missing = needed.filter(({ name, required }) => required && !values[name]?.trim() && !isSet(name))
      const lacking = Object.fromEntries(missing.map(({ name }) => [name, texts.start.secrets.required]))
      setErrors(lacking)
      if (missing.length > 0) return false
      let isSaved = true
      for (const secret of needed) isSaved = (await saveOne(secret)) && isSaved
      if (isSaved) {
        // They are sealed now, and nothing shows them again.
        setValues({})
        setOwnHosts({})
      }
      return isSaved
    },
  }
}
