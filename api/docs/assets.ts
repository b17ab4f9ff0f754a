import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)

/** A file of the documentation page. */
export interface Asset {
  /** Has a digest of the content in it: under one name there is always the same. */
  name: string
  type: 'text/javascript' | 'text/css'
  bytes: Buffer
  gzipped: Buffer
}

/** In the order in which the page loads them. */
const FILES: [name: string, type: Asset['type'], url: string][] = [
  ['swagger-ui.css', 'text/css', import.meta.resolve('swagger-ui-dist/swagger-ui.css')],
  ['page.css', 'text/css', new URL('page.css', import.meta.url).href],
  ['swagger-ui.js', 'text/javascript', import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js')],
  ['initialize.js', 'text/javascript', new URL('initialize.js', import.meta.url).href],
]
const DIGEST_LENGTH = 16

/** Reads and compresses the files: all that the page needs, none of it from elsewhere. */
export const loadAssets = (): Promise<Asset[]> =>
  Promise.all(
    FILES.map(async ([name, type, url]) => {
      const bytes = await readFile(new URL(url))
      const digest = createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_LENGTH)
      return {
        name: name.replace(/(\.\w+)$/, `-${digest}$1`),
        type,
        bytes,
        gzipped: await compress(bytes),
      }
    }),
  )
