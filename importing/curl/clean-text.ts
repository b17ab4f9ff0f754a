import { ANGLE_CLOSE, ANGLE_OPEN, unmarked } from './marks.ts'

/**
 * Makes a POSIX shell's text of what people paste: a prompt before it, a fence of Markdown around it, typographic
 * quotes, and the line breaks and quotes of Windows' two shells.
 */
export function cleanText(pasted: string): string {
  let text = unmarked(pasted)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00A0\u202F]/g, ' ')
    .replace(/[\u200B\uFEFF]/g, '')
    .replace(/^```.{0,30}$/gm, '')
    .replace(/^[ \t]{0,20}(?:[$%>#]|PS [A-Z]:[^\n>]{0,200}>|[A-Z]:\\[^\n>]{0,200}>)[ \t]{1,5}(?=curl)/gm, '')
  if (!/["']/.test(text)) text = text.replace(/[“”„]/g, '"').replace(/[‘’]/g, "'")
  text = text.replace(/(?<= )—(?=[a-z])/g, '--').replace(/(?<= )–(?=[A-Za-z])/g, '-')
  text = fromPowerShell(fromCommandPrompt(text))
  // A placeholder such as <id> is a redirection to a shell, unless it is quoted.
  return text.replace(
    /(?<![<\d ])<([A-Za-z](?:[\w -]{0,60}\w)?)>/g,
    (_whole, name: string) => `${ANGLE_OPEN}${name.replace(/[ ]/g, '_')}${ANGLE_CLOSE}`,
  )
}

/** `^` escapes the next character, and goes on at the end of a line; `%NAME%` is a variable. */
function fromCommandPrompt(text: string): string {
  const escaped = text.includes('^"')
  if (!escaped && !/\^[ \t]{0,20}\n/.test(text)) return text
  const joined = escaped
    ? text
        .replace(/\^[ \t]{0,20}\n/g, ' ')
        .replace(/\^([\s\S])/g, '$1')
        .replace(/\$/g, '\\$')
    : text.replace(/\^[ \t]{0,20}\n/g, ' ')
  return joined.replace(/%([A-Z][A-Z_]{1,60})%/g, '$${$1}')
}

/** A backtick escapes the next character, and goes on at the end of a line; `$env:NAME` is a variable. */
function fromPowerShell(text: string): string {
  const goesOn = /`[ \t]{0,20}\n/.test(text)
  if (!goesOn && !text.includes('$env:')) return text
  return text
    .replace(/`[ \t]{0,20}\n/g, ' ')
    .replace(/`(["$'])/g, '\\$1')
    .replace(/\$\{?env:([A-Za-z_]\w{0,60})\}?/g, '$${$1}')
}
