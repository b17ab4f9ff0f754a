import { z } from 'zod'
import { SANDBOX_LIMITS as LIMITS } from './limits.ts'

/** Something in /tmp/out that does not come back with the run, and why. */
export interface LeftOut {
  /** For people; it may be that of no file. */
  name: string
  reason: string
}

/** What the harness says of it; harness/artifacts.py names the same. */
const REASONS = {
  folder: 'it is a folder, and only files directly in /tmp/out are kept',
  link: 'it is a symbolic link',
  special: 'it is no regular file',
  name: `its name is not one of 1 to ${LIMITS.fileNameCharacters} visible characters of UTF-8 in the form NFC`,
  unreadable: 'it could not be read',
  too_large: `all files together may have ${LIMITS.filesBytes / 1024 / 1024} MB`,
  too_many: `at most ${LIMITS.files} files are kept`,
  no_folder: 'it is no folder any more',
} as const

const LISTED = 20

/** Longer names are cut off by the harness; harness/artifacts.py names the same. */
export const SHOWN_NAME_CHARACTERS = 200

/** The parts of the harness's result about files. They come from the container and may be forged by the code. */
export const leftOutSchema = {
  left_out: z
    .array(
      z.object({
        name: z.string().min(1).max(SHOWN_NAME_CHARACTERS),
        reason: z.enum(Object.keys(REASONS) as (keyof typeof REASONS)[]),
      }),
    )
    .max(LISTED)
    .default([]),
  /** How many more there are than the list names. */
  left_out_more: z.number().int().min(0).default(0),
}

export interface ReportedLeftOut {
  left_out: { name: string; reason: keyof typeof REASONS }[]
  left_out_more: number
}

/** In words. */
export const leftOutOf = ({ left_out, left_out_more }: ReportedLeftOut): LeftOut[] => [
  ...left_out.map(({ name, reason }) => ({ name, reason: REASONS[reason] })),
  ...(left_out_more > 0 ? [{ name: `${left_out_more} more`, reason: 'too many to name here' }] : []),
]
