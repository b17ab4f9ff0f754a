import { contract } from '../contract/index.ts'
import { type OpenApiDocument, openApiDocument } from '../openapi/document.ts'
import { type Served, serve } from '../serve.ts'

/** Open: what this API can do, for programs. */
export function openApiRoutes(): Served[] {
  // Made when it is first asked for: most processes never are.
  let document: OpenApiDocument | undefined
  return [
    serve(contract.readOpenApi, () => {
      document ??= openApiDocument(Object.values(contract))
      return { ...document }
    }),
  ]
}
