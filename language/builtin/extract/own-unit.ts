const SECONDS: Readonly<Record<string, number>> = {
  second: 1,
  sec: 1,
  minute: 60,
  min: 60,
  hour: 3_600,
  hr: 3_600,
  day: 86_400,
  week: 604_800,
}
const DURATION_NAME = /(?:^|_)(second|minute|hour|day|week)s?(?:$|_)/i

/** "4 hours" are 240 for a parameter that is named after minutes. */
export function inOwnUnit(number: number, unit: string, name: string): number {
  const own = SECONDS[DURATION_NAME.exec(name)?.[1]?.toLowerCase() ?? '']
  const given = SECONDS[unit.toLowerCase().replace(/s$/, '')]
  return own && given ? Number(((number * given) / own).toPrecision(12)) : number
}
