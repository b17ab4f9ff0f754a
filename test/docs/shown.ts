const ELLIPSIS = '…'

/**
 * Where real output differs from what a document shows: `path: shown … real`, nothing where it doesn't. Shown
 * objects may leave members out, arrays may not; `…` in a shown string stands for anything.
 */
export function differences(shown: unknown, real: unknown, path = 'output'): string[] {
  if (typeof shown === 'string' && shown.includes(ELLIPSIS))
    return patternOf(shown).test(String(real)) ? [] : [differs(path, shown, real)]
  if (Array.isArray(shown)) {
    if (!Array.isArray(real) || real.length !== shown.length) return [differs(path, shown, real)]
    return shown.flatMap((item, index) => differences(item, real[index], `${path}.${index}`))
  }
  if (isObject(shown)) {
    if (!isObject(real)) return [differs(path, shown, real)]
    return Object.entries(shown).flatMap(([key, value]) => differences(value, real[key], `${path}.${key}`))
  }
  return shown === real ? [] : [differs(path, shown, real)]
}

const differs = (path: string, shown: unknown, real: unknown): string =>
  `${path}: shown ${JSON.stringify(shown)}, real ${JSON.stringify(real)}`

const patternOf = (text: string): RegExp =>
  new RegExp(`^${text.split(ELLIPSIS).map(RegExp.escape).join('[\\s\\S]+')}$`)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
