/** As the browsers say it, each in its own words, and the build's loader for styles. */
const SAYINGS =
  /dynamically imported module|Importing a module script failed|Unable to preload CSS|module script.*failed/i

/** Whether a page's code could not be loaded: the server is away, or has another version by now. */
export const isMissingCode = (error: unknown): boolean =>
  error instanceof Error && SAYINGS.test(error.message)
