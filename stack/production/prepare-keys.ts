// One-shot, before API and workers: makes the key pair of the secrets' box in ERRAND_DATA, which workers get, and copies
// its public half to the folder that the API gets. Run again after a rotation, it hands the new public key on.
import { readFile } from 'node:fs/promises'
import {
  KeyFileError,
  makeKeysFolder,
  PUBLIC_MODE,
  publicKeyFile,
  replaceWhole,
} from '../../storage/key-files.ts'
import { ensureKeyPair } from '../../storage/key-pair.ts'

const workers = process.env.ERRAND_DATA
const api = process.argv[2] ?? '/var/lib/errand-api'

try {
  if (!workers) throw new KeyFileError('ERRAND_DATA must name the folder of the keys.')
  for (const warning of await ensureKeyPair(workers)) console.warn(`WARNING: ${warning}`)
  await makeKeysFolder(api)
  await replaceWhole(publicKeyFile(api), await readFile(publicKeyFile(workers), 'utf8'), PUBLIC_MODE)
  console.log('The keys are in their places.')
} catch (error) {
  console.error(error instanceof KeyFileError ? error.message : error)
  process.exitCode = 1
}
