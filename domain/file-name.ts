/** Characters that a file's name may have; the harness keeps to the same number. */
export const FILE_NAME_CHARACTERS = 120

/** What does not show, or turns the order of what shows around. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** Whether a file that a run leaves may be called so: one path segment of visible characters, in Unicode's form NFC. */
export const isFileName = (name: string): boolean =>
  name !== '' &&
  name !== '.' &&
  name !== '..' &&
  [...name].length <= FILE_NAME_CHARACTERS &&
  !name.includes('/') &&
  !INVISIBLE.test(name) &&
  name.normalize('NFC') === name
