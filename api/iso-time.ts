import { z } from 'zod'

/** Where a time zone could move a year out of what Temporal reads. */
const FIRST_YEAR = 1970
const LAST_YEAR = 9999

/** A time in a request: ISO 8601 with its offset, of a year that Temporal knows. */
export const isoTime = z.iso
  .datetime({ offset: true, abort: true, message: 'must be an ISO 8601 time, such as 2026-01-31T09:00:00Z' })
  .refine(
    (text) => {
      const year = new Date(text).getUTCFullYear()
      return year >= FIRST_YEAR && year <= LAST_YEAR
    },
    { abort: true, message: `must be in the years ${FIRST_YEAR} to ${LAST_YEAR}` },
  )
