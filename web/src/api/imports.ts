import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { AnswerBody, RequestBody } from '../../../client/index.ts'
import { useActionsChanged } from './actions.ts'
import { ask, client } from './client.ts'

export type ImportResult = AnswerBody<'importActions', 200>
export type Conflict = 'fail' | 'replace' | 'skip'
export interface ImportOptions {
  on_conflict: Conflict
  start_schedules: boolean
}

const importActions = (guru: string, json: string, options: ImportOptions, dryRun: boolean) =>
  ask(
    client.POST('/api/v1/{guru}/actions/import', {
      params: {
        path: { guru },
        query: {
          on_conflict: options.on_conflict,
          start_schedules: `${options.start_schedules}`,
          dry_run: `${dryRun}`,
        },
      },
      // A file may hold anything; the API says what is wrong with it. It gets the file's own text: parsed here, a key
      // that is there twice would be gone, and numbers might be others.
      body: json as unknown as RequestBody<'importActions'>,
      bodySerializer: (text: unknown) => text as string,
    }),
  )

/** What an import would do. `id` stands for its text, which may be large. */
export const useImportPreview = (guru: string, id: string, json: string, options: ImportOptions) =>
  useQuery({
    queryKey: ['guru', guru, 'import', id, options],
    queryFn: () => importActions(guru, json, options, true),
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: 0,
  })

/** Imports actions, all or none. */
export function useImport(guru: string) {
  const onSettled = useActionsChanged(guru)
  return useMutation({
    mutationFn: ({ json, options }: { json: string; options: ImportOptions }) =>
      importActions(guru, json, options, false),
    onSettled,
  })
}

/** A draft of a curl command; nothing is saved. */
export const useCurlDraft = (guru: string) =>
  useMutation({
    mutationFn: (command: string) =>
      ask(
        client.POST('/api/v1/{guru}/actions/import/curl', { params: { path: { guru } }, body: { command } }),
      ),
    // Commands often have credentials in them.
    gcTime: 0,
  })

/** A draft of each operation of an OpenAPI document; nothing is saved. */
export const useOpenApiDrafts = (guru: string) =>
  useMutation({
    mutationFn: (document: string) =>
      ask(
        client.POST('/api/v1/{guru}/actions/import/openapi', {
          params: { path: { guru } },
          body: { document },
        }),
      ),
  })
