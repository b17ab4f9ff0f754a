import { FILE_NAME_CHARACTERS, isFileName } from './file-name.ts'

const LONGEST_EXTENSION = 20

/**
 * `name`, or where it is taken or can't be a file's name any more (masking changes names), the first free one of
 * `chart (2).png`, `chart (3).png`, …
 */
export function uniqueFileName(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.')
  const hasExtension = dot > 0 && name.length - dot <= LONGEST_EXTENSION
  const stem = hasExtension ? name.slice(0, dot) : name
  const extension = hasExtension ? name.slice(dot) : ''
  const shortened = (mark: string): string => {
    const room = FILE_NAME_CHARACTERS - mark.length - [...extension].length
    return `${[...stem].slice(0, room).join('')}${mark}${extension}`
  }
  const candidate = (count: number): string => {
    const wanted = shortened(count === 1 ? '' : ` (${count})`)
    return isFileName(wanted) ? wanted : `file ${count}`
  }
  let count = 1
  while (taken.has(candidate(count))) count += 1
  return candidate(count)
}
