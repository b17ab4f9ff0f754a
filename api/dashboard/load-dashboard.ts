import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The dashboard as it was built. */
export interface Dashboard {
  /** The one document of all its pages, with `%STYLE_NONCE%` in it. */
  document: string
  /** Files with their contents' hash in their names. */
  assetsFolder: string
}

/** @throws {Error} where the folder does not hold a built dashboard */
export async function loadDashboard(folder: string): Promise<Dashboard> {
  return {
    document: await readFile(join(folder, 'index.html'), 'utf8'),
    assetsFolder: join(folder, 'assets'),
  }
}
