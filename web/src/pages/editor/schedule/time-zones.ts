/** All time zones that this browser knows, with UTC and that of the action among them. */
export const timeZones = (current: string): string[] => [
  ...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...(current ? [current] : [])]),
]
