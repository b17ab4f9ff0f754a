/** One thing that a process needs, or that is worth knowing. */
export interface Check<Word extends string = string> {
  /** A word: `ok`, or what is wrong. Rejects where it can't be reached. */
  run(): Promise<Word>
  /** Whether the process is of no use without. */
  isNeeded: boolean
}

export interface Readiness<Words = Record<string, string>> {
  ready: boolean
  /** What each check said. Words of ours: nothing in it that a stranger may not read. */
  checks: Words
}

type WordsOf<Checks> = {
  [Name in keyof Checks]: Checks[Name] extends Check<infer Word> ? Word | 'unreachable' : never
}

/** A check that has said nothing by then says `unreachable`. */
const WITHIN_MS = 2_500
/** So long an answer holds: whoever asks again and again asks us, not the servers behind us. */
const FRESH_MS = 1_500

/** Whether all that is needed is there: known within 3 s, whatever hangs, and found out once for all who ask at a time. */
export function createReadiness<Checks extends Record<string, Check>>(
  checks: Checks,
): () => Promise<Readiness<WordsOf<Checks>>> {
  let latest: { answer: Promise<Readiness<WordsOf<Checks>>>; until: number } | undefined
  return () => {
    if (latest && performance.now() < latest.until) return latest.answer
    const known = {
      answer: look(checks) as Promise<Readiness<WordsOf<Checks>>>,
      until: Number.POSITIVE_INFINITY,
    }
    latest = known
    void known.answer.then(() => {
      known.until = performance.now() + FRESH_MS
    })
    return known.answer
  }
}

async function look(checks: Record<string, Check>): Promise<Readiness> {
  const said = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => ({ name, ...check, word: await inTime(check) })),
  )
  return {
    ready: said.every(({ isNeeded, word }) => !isNeeded || word === 'ok'),
    checks: Object.fromEntries(said.map(({ name, word }) => [name, word])),
  }
}

async function inTime(check: Check): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('unreachable'), WITHIN_MS)
  })
  try {
    return await Promise.race([check.run(), late])
  } catch {
    return 'unreachable'
  } finally {
    clearTimeout(timer)
  }
}
