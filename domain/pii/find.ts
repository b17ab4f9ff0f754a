import { findCards } from './cards.ts'
import { findEmails } from './emails.ts'
import { type Detect, type Found, withoutOverlaps } from './found.ts'
import { findIbans } from './ibans.ts'
import { isLabelOf, LABEL, NOT_SEARCHED } from './labels.ts'
import { compilePatterns, findOwn, LONGEST_MATCH } from './own-patterns.ts'
import { callsPhone, findPhones } from './phones.ts'
import type { Detector, PiiSettings } from './settings.ts'
import { createStopwatch } from './stopwatch.ts'

/** The longest piece of personal data that is found across a cut, in characters. */
export const LONGEST_FOUND = LONGEST_MATCH

/** Milliseconds for all the texts of one question or run. The detectors need some 100 for 1 MB. */
export const SEARCH_LIMIT_MS = 3_000

/** Of finds with the same place the first counts: a check digit says more than the word `fax` before a number. */
const DETECT: [Detector, Detect][] = [
  ['email', findEmails],
  ['iban', findIbans],
  ['card', findCards],
  ['phone', findPhones],
]

const PHONE_FIELD = 'phone: '
/** What stands for text that was not searched, as a name. */
const UNSEARCHED_NAME = NOT_SEARCHED.slice(2, -2)
/** Text is given to the detectors in pieces, so that the time is looked at in between. */
const PIECE = 65_536
const OVERLAP = 512
/** How far around a find the detectors look. */
const EDGE = 2

export interface PiiFinder {
  /**
   * The personal data of a text, in its order, without overlaps.
   * @param field the name of the JSON member that has the text, which may say what it is
   */
  find(text: string, field?: string): Found[]
  /** Whether anything was left out because the time for it was up: it is in `find`'s answer as a whole. */
  readonly gaveUp: boolean
}

export interface FinderOptions {
  limitMs?: number
  now?: () => number
}

/** A finder for the texts of one question or one run. They share the time that there is. */
export function createPiiFinder(
  settings: PiiSettings,
  { limitMs = SEARCH_LIMIT_MS, now = () => performance.now() }: FinderOptions = {},
): PiiFinder {
  const { detect, patterns } = settings
  const detectors = DETECT.flatMap(([name, detector]) => (detect.includes(name) ? [detector] : []))
  const own = compilePatterns(patterns)
  const time = createStopwatch(limitMs, now)
  let gaveUp = false

  const search = (text: string): Found[] | null => {
    const found: Found[] = []
    for (let start = 0; start < text.length; start += PIECE) {
      if (time.isUp()) return null
      const from = Math.max(0, start - OVERLAP)
      const to = Math.min(text.length, start + PIECE + OVERLAP)
      const piece = text.slice(from, to)
      // What touches the edge of a piece may be the end of something else; the other piece has it whole.
      const isWhole = (each: Found): boolean =>
        (from === 0 || each.from > EDGE) && (to === text.length || each.to < piece.length - EDGE)
      for (const detector of detectors)
        for (const each of detector(piece).filter(isWhole))
          found.push({ from: from + each.from, to: from + each.to, name: each.name })
    }
    const matches = findOwn(text, own, time)
    // The guru's own word for it comes first.
    return matches && besideLabels(withoutOverlaps([...matches, ...found]), text, settings)
  }

  const searchField = (text: string, field: string): Found[] | null => {
    const found = search(text)
    if (!found || !detect.includes('phone') || !callsPhone(field)) return found
    const called = findPhones(`${PHONE_FIELD}${text}`).filter(({ from }) => from >= PHONE_FIELD.length)
    const moved = called.map(({ from, to, name }) => ({
      from: from - PHONE_FIELD.length,
      to: to - PHONE_FIELD.length,
      name,
    }))
    return withoutOverlaps([...found, ...moved])
  }

  return {
    find(text, field) {
      time.start()
      const found = field === undefined ? search(text) : searchField(text, field)
      time.stop()
      if (found) return found
      gaveUp = true
      return [{ from: 0, to: text.length, name: UNSEARCHED_NAME }]
    },
    get gaveUp() {
      return gaveUp
    },
  }
}

/** Labels that stand there already are no personal data, whatever a pattern makes of them. */
function besideLabels(found: Found[], text: string, settings: PiiSettings): Found[] {
  const labels = [...text.matchAll(LABEL)].filter(([label]) => isLabelOf(settings, label))
  let next = 0
  return found.filter(({ from, to }) => {
    const end = (at: number) => (labels[at]?.index ?? 0) + (labels[at]?.[0].length ?? 0)
    while (next < labels.length && end(next) <= from) next++
    const label = labels[next]
    return !label || label.index >= to
  })
}
