import { useMutation } from '@tanstack/react-query'
import type { RequestBody } from '../../../client/index.ts'
import type { ParameterValues } from '../../../domain/parameter.ts'
import { ask, client } from './client.ts'

export type TestedAction = RequestBody<'createAction'>

/** Runs an action as it is now, saved or not, and answers the run as it begins. */
export const useTestAction = (guru: string) =>
  useMutation({
    mutationFn: (body: { action: TestedAction; parameters: ParameterValues }) =>
      ask(
        client.POST('/api/v1/{guru}/actions/test', {
          params: { path: { guru }, query: { wait: 'false' } },
          body,
        }),
      ),
  })
