/** The English that dates are written in, as the page's texts are: that of the browser where it has one, such as `en-GB`. */
export const localeOf = (languages: readonly string[]): string =>
  languages.find((language) => /^en\b/i.test(language)) ?? 'en'

/** That of this browser. */
export const LOCALE: string = localeOf('document' in globalThis ? navigator.languages : [])
