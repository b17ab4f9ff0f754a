import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Command } from 'commander'
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts'
import { openStorage } from '../storage/connection.ts'
import { KeyFileError, privateKeyFile } from '../storage/key-files.ts'
import { addKeyPair, endRotation } from '../storage/key-pair.ts'
import { resealSecrets } from '../storage/reseal-secrets.ts'
import { createOpener, createSealer } from '../storage/secret-box.ts'
import { openDatabase } from './database.ts'
import { StackError } from './errors.ts'
import { tryLock, unlock } from './process/lock-file.ts'

/** A secret that was being set with the old key while it changed is written after this time at the latest. */
const SETTLE_MS = 3_000
const PROGRESS_MS = 1_000

const command = new Command('npm run rotate-secrets --')
  .description(
    `Makes a new key pair for the secrets and seals every secret with it, while Errand runs or not. It may be
interrupted at any moment; run again, it finishes what it had begun. The old keys stay in keys/secrets.key, after the
new one, so that backups of the database still open.

ERRAND_DATA and MONGODB_URL say where keys and secrets are, as for npm start. Workers on other machines need the new
keys/secrets.key, and APIs on other machines the new keys/secrets.pub: copy the first before you run this again there.`,
  )
  .option(
    '--forget-old',
    'when every secret opens with the new key, delete the old ones: backups no longer open',
  )
  .parse()
const { forgetOld = false } = command.opts<{ forgetOld?: boolean }>()

const say = (line: string): void => console.log(line)
const number = (count: number): string => count.toLocaleString('en-US')
const secretsOf = (count: number): string => (count === 1 ? '1 secret' : `${number(count)} secrets`)

try {
  process.exitCode = await rotate()
} catch (error) {
  const known = [ConfigurationError, StackError, KeyFileError].some((type) => error instanceof type)
  // Messages of the libraries below could hold anything.
  console.error(
    known ? (error as Error).message : `Something unforeseen: ${(error as Error).name}. Run it again.`,
  )
  process.exitCode = 1
}
// Some library may still hold a socket.
setTimeout(() => process.exit(), 500).unref()

async function rotate(): Promise<number> {
  const settings = readConfiguration(process.env)
  const dataFolder = resolve(settings.ERRAND_DATA)
  const keyFile = privateKeyFile(dataFolder)
  if (!existsSync(keyFile))
    throw new StackError(
      `There are no keys in ${dataFolder} yet. npm start makes them; ERRAND_DATA names the folder.`,
    )
  const lock = `${keyFile}.lock`
  const owner = tryLock(lock)
  if (owner) throw new StackError(`Another rotation is under way (process ${owner.pid}). Wait for its end.`)
  const abort = new AbortController()
  const context = { settings, environment: process.env, dataFolder, report: say, signal: abort.signal }
  try {
    const database = await openDatabase(context)
    try {
      return await rotateIn(dataFolder, database?.url ?? null)
    } finally {
      await database?.leave()
    }
  } finally {
    unlock(lock)
  }
}

async function rotateIn(dataFolder: string, url: string | null): Promise<number> {
  const made = await addKeyPair(dataFolder)
  say(
    made
      ? 'Made a new key pair. From now on it seals what is set.'
      : 'Going on with a rotation that was interrupted.',
  )
  if (url !== null) {
    const unreadable = await resealAll(dataFolder, url)
    if (unreadable.length > 0) {
      say(
        `No key opens ${secretsOf(unreadable.length)}: ${unreadable.join(', ')}. Set them again, or restore the key that sealed them; then run this again. No key was deleted.`,
      )
      return 1
    }
  }
  await endRotation(dataFolder, { forgetOld })
  say(
    forgetOld
      ? 'The old keys are deleted. Backups of the database made until now no longer open.'
      : 'The old keys are kept for backups; npm run rotate-secrets -- --forget-old deletes them.',
  )
  return 0
}

async function resealAll(dataFolder: string, url: string): Promise<string[]> {
  const storage = await openStorage(url)
  const opener = await createOpener(dataFolder)
  const sealer = await createSealer(dataFolder)
  let toldAt = performance.now()
  const progress = (done: number, all: number): void => {
    if (performance.now() - toldAt < PROGRESS_MS) return
    toldAt = performance.now()
    say(`Looked at ${number(done)} of ${secretsOf(all)}`)
  }
  try {
    let { secrets, resealed, unreadable } = await resealSecrets(storage, opener, sealer, progress)
    if (forgetOld) {
      await delay(SETTLE_MS)
      const late = await resealSecrets(storage, opener, sealer, progress)
      resealed += late.resealed
      ;({ secrets, unreadable } = late)
    }
    say(`Sealed with the new key now: ${number(resealed)} of ${secretsOf(secrets)}.`)
    say(`Open with it: ${number(secrets - unreadable.length)}.`)
    return unreadable
  } finally {
    await storage.close()
  }
}
