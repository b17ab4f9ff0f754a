// Makes the bundles of the workflows ahead of time, for an image: with and without an encrypted history, and traces.
import { FAILURE_CONVERTER } from '../encryption/history-encryption.ts'
import { cacheFolderOf } from './cache-folder.ts'
import { TRACED_WORKFLOWS } from './tracing/workflow-module.ts'
import { workflowBundle } from './workflow-bundle.ts'

const folder = cacheFolderOf(process.env)
for (const failureConverterPath of [undefined, FAILURE_CONVERTER])
  for (const interceptors of [[], [TRACED_WORKFLOWS]])
    await workflowBundle(
      folder,
      { dataConverter: failureConverterPath ? { failureConverterPath } : {} },
      interceptors,
    )
