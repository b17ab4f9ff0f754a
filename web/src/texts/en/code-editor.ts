const count = new Intl.NumberFormat('en')

/** Of the fields in which code and templates are written. */
export const codeEditor = {
  characters: (used: number, limit: number) => `${count.format(used)} of ${count.format(limit)} characters`,
  lines: (used: number, limit: number) => `${count.format(used)} of ${count.format(limit)} lines`,
  tooMany: (over: number) => `${count.format(over)} too many`,
  unknownPlaceholder: (name: string) =>
    `{${name}} is neither a parameter nor a secret. Correct it, or write { ${name} } where no placeholder is meant.`,
  notJson: (why: string) => `Not JSON yet: ${why}`,
  line: (line: number) => `Line ${line}`,
  goToLine: (line: number) => `Go to line ${line}`,
  problems: 'What to correct',
}
