import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { isParameterName } from '../../../domain/parameter-name.ts'
import { ask, client } from './client.ts'
import type { ActionBody } from './edited-action.ts'

/** Somebody is in the middle of a sentence. */
const PAUSE_MS = 1_000

/** What would make an action's texts be understood better, while they are being written. None where nothing can be said. */
export function useAdvice(guru: string, id: string | null, action: ActionBody): string[] {
  const { name, description = '', trigger, parameters = [] } = action
  const body = {
    ...(id !== null && { id }),
    name,
    description,
    trigger,
    parameters: parameters
      // Another name is a problem of its own, told on saving.
      .filter((parameter) => isParameterName(parameter.name))
      // A number may be half typed.
      .map((parameter) =>
        typeof parameter.default === parameter.type ? parameter : { ...parameter, default: null },
      ),
  }
  const [settled] = useDebouncedValue(JSON.stringify(body), PAUSE_MS)
  const asked = JSON.parse(settled) as typeof body
  const { data } = useQuery({
    queryKey: ['guru', guru, 'advice', settled],
    queryFn: () =>
      ask(client.POST('/api/v1/{guru}/actions/advice', { params: { path: { guru } }, body: asked })),
    // What is asked for is what has settled: with a first letter that has no trigger yet.
    enabled: trigger.trim() !== '' && asked.trigger.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  })
  return trigger.trim() === '' ? [] : (data?.advice ?? [])
}
