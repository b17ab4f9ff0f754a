import { contract } from '../contract/index.ts'
import { draftOfCurl, draftsOfOpenApi } from '../importing/make-drafts.ts'
import { type Served, serve } from '../serve.ts'

/** Drafts of actions, made of what people have already. Nothing is saved. */
export const draftRoutes = (): Served[] => [
  serve(contract.importCurl, ({ body: { command } }) => draftOfCurl(command)),
  serve(contract.importOpenApi, ({ body: { document } }) => draftsOfOpenApi(document)),
]
