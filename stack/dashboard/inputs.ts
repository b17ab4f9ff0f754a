import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What the dashboard is made of. Of the packages only the lock file is read: it names each one's contents. */
const FOLDERS = ['web', 'client', 'domain']
const FILES = ['package-lock.json', 'tsconfig.json']

/** A name for the state of everything that the dashboard is built from. @param checkout absolute */
export async function inputsHash(checkout: string): Promise<string> {
  const listed = await Promise.all(FOLDERS.map((folder) => filesIn(checkout, folder)))
  const names = [...listed.flat(), ...FILES].sort()
  const contents = await Promise.all(names.map((name) => readFile(join(checkout, name))))
  const hash = createHash('sha256')
  for (const [index, name] of names.entries()) hash.update(`${name}\0`).update(contents[index] ?? '')
  return hash.digest('hex').slice(0, 16)
}

async function filesIn(checkout: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(checkout, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(checkout.length + 1))
}
