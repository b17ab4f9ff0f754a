import { randomBytes } from 'node:crypto'
import { chmodSync, statSync } from 'node:fs'
import { chmod, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const keysFolder = (dataFolder: string): string => join(dataFolder, 'keys')
/** What seals; safe to read for anybody. */
export const publicKeyFile = (dataFolder: string): string => join(keysFolder(dataFolder), 'secrets.pub')
/** What opens; for workers only. One base64 private key a line, newest first. */
export const privateKeyFile = (dataFolder: string): string => join(keysFolder(dataFolder), 'secrets.key')
/** The public key of a rotation that is under way. */
export const rotationFile = (dataFolder: string): string => join(keysFolder(dataFolder), 'rotation')

export const PUBLIC_MODE = 0o644
const PRIVATE_MODE = 0o600

/** A key file that can't be used, with what an operator can do about it. Never holds a key. */
export class KeyFileError extends Error {
  override name = 'KeyFileError'
}

/** An X25519 key: 32 bytes. */
const KEY = /^[A-Za-z0-9+/]{43}=$/

/** The keys of a file, one a line. @throws {KeyFileError} */
export function parseKeys(path: string, text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  if (lines.length === 0 || !lines.every((line) => KEY.test(line)))
    throw new KeyFileError(
      `${path} does not hold keys of Errand. Restore it from a backup; without it no secret opens, and each must be set again after the files in ${dirname(path)} were moved away.`,
    )
  return lines
}

export async function readKeys(path: string): Promise<string[]> {
  try {
    return parseKeys(path, await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof KeyFileError) throw error
    throw new KeyFileError(
      `${path} can't be read (${codeOf(error)}). Errand makes it at its first start; a worker or API on another machine needs a copy.`,
    )
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? 'unknown')

export async function makeKeysFolder(dataFolder: string): Promise<void> {
  await mkdir(keysFolder(dataFolder), { recursive: true, mode: 0o700 })
}

/**
 * Closes the private keys and their folder to other users.
 * @returns what had been open, to be told to the operator
 * @throws {KeyFileError} where they belong to another user and are open
 */
export function closeToOthers(dataFolder: string): string[] {
  return [
    { path: keysFolder(dataFolder), mode: 0o700 },
    { path: privateKeyFile(dataFolder), mode: PRIVATE_MODE },
  ].flatMap(({ path, mode }) => {
    const open = statSync(path).mode & 0o777 & ~mode
    if (open === 0) return []
    try {
      chmodSync(path, mode)
    } catch (error) {
      throw new KeyFileError(
        `${path} is open to other users and can't be closed (${codeOf(error)}). Run: chmod ${mode.toString(8)} ${path}`,
      )
    }
    return [
      `${path} was open to other users of this machine and was closed. If any of them can't be trusted, run npm run rotate-secrets and set the secrets again.`,
    ]
  })
}

/** Appears whole or not at all, and never replaces what is there. */
export async function writeOnce(path: string, content: string, mode = PRIVATE_MODE): Promise<void> {
  const temporary = await writeBeside(path, content, mode)
  try {
    await link(temporary, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Replaces what is there at once: after a power cut, the old or the new is whole. */
export async function replaceWhole(path: string, content: string, mode = PRIVATE_MODE): Promise<void> {
  await rename(await writeBeside(path, content, mode), path)
  const folder = await open(dirname(path))
  await folder.sync().finally(() => folder.close())
}

async function writeBeside(path: string, content: string, mode: number): Promise<string> {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = await open(temporary, 'wx', mode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await chmod(temporary, mode)
  return temporary
}
