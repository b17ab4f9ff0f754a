import type { Request, Response } from 'express'
import { notFound } from '../../domain/problems.ts'
import { contract } from '../contract/index.ts'
import { type Asset, loadAssets } from '../docs/assets.ts'
import { documentationPage } from '../docs/page.ts'
import { type Served, serve } from '../serve.ts'

const YEAR_SECONDS = 31_536_000

/** Open: what this API can do, for people. */
export function docsRoutes(): Served[] {
  // Read when they are first asked for: most processes never are.
  let reading: Promise<Asset[]> | undefined
  const assets = (): Promise<Asset[]> => {
    reading ??= loadAssets().catch((error) => {
      reading = undefined
      throw error
    })
    return reading
  }

  return [
    serve(contract.readDocs, async ({ request, response }) => {
      // Relative to where the page stands, so that it works below whatever path a proxy puts it.
      const here = request.path.endsWith('/') ? '' : 'docs/'
      response
        .set('Cache-Control', 'no-cache')
        .type('html')
        .send(documentationPage(await assets(), here))
      return undefined
    }),

    serve(contract.readDocsFile, async ({ params, request, response }) => {
      const asset = (await assets()).find(({ name }) => name === params.file)
      if (!asset) throw notFound(`The file '${params.file}'`)
      sendAsset(request, response, asset)
      return undefined
    }),
  ]
}

function sendAsset(request: Request, response: Response, { type, bytes, gzipped }: Asset): void {
  response.vary('Accept-Encoding').type(type)
  response.set('Cache-Control', `public, max-age=${YEAR_SECONDS}, immutable`)
  if (!request.acceptsEncodings('gzip')) response.send(bytes)
  else response.set('Content-Encoding', 'gzip').send(gzipped)
}
