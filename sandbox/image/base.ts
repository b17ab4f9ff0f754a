import type Docker from 'dockerode'
import { hashOf, packagesOf } from './context.ts'
import { withDebian } from './debootstrap.ts'
import { followBuild, type Report } from './progress.ts'

/** The Dockerfile's default. */
const OFFICIAL = 'python:3.13-slim-trixie'
/** A registry that can be reached answers a pull far sooner with its first message. */
const FIRST_ANSWER_MS = 15_000

interface BaseOptions {
  docker: Docker
  inputs: Map<string, string>
  report: Report
}

/**
 * The name of an image that the Dockerfile can be built on: the official one, else one made of Debian packages.
 * @throws {Error} saying why neither can be had
 */
export async function ensureBase({ docker, inputs, report }: BaseOptions): Promise<string> {
  const debian = `errand-sandbox-base:${hashOf(new Map([['packages', packagesOf(inputs).join(' ')]]))}`
  if (await hasImage(docker, OFFICIAL)) return OFFICIAL
  if (await hasImage(docker, debian)) return debian
  const noRegistry = await pull(docker, report)
  if (noRegistry === null) return OFFICIAL
  report(`No image registry (${noRegistry})`)
  try {
    await withDebian(packagesOf(inputs), report, async (tar) => {
      report('Importing the base image')
      const [repo, tag] = debian.split(':')
      const answer = await docker.importImage(tar, { repo, tag })
      await Promise.race([
        followBuild(docker, answer, report),
        new Promise((_, reject) => tar.once('error', reject)),
      ])
    })
  } catch (error) {
    throw new Error(
      `${OFFICIAL} can't be pulled (${noRegistry}), and ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  }
  return debian
}

/** Whether the engine has the image. */
export async function hasImage(docker: Docker, name: string): Promise<boolean> {
  try {
    await docker.getImage(name).inspect()
    return true
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false
    throw error
  }
}

/** @returns null when it is there, else why not */
async function pull(docker: Docker, report: Report): Promise<string | null> {
  const impatience = new AbortController()
  const timer = setTimeout(() => impatience.abort(), FIRST_ANSWER_MS)
  try {
    report(`Pulling ${OFFICIAL}`)
    const stream = await docker.pull(OFFICIAL, { abortSignal: impatience.signal })
    clearTimeout(timer)
    await followBuild(docker, stream, report)
    return null
  } catch (error) {
    if (impatience.signal.aborted) return `no answer within ${FIRST_ANSWER_MS / 1000} s`
    return error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : String(error)
  } finally {
    clearTimeout(timer)
  }
}
