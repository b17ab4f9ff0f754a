/** What a record has under a name that people chose; undefined for `toString`, which every object answers to. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined
