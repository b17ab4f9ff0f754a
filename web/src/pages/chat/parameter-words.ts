/** A parameter's name as people write it: `customer_email` and `customerEmail` are "customer email". */
export const parameterWords = (name: string): string =>
  name
    .replaceAll(/(\p{Ll}|\d)(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** Several of them as one phrase: "order id and email". */
export const parametersWords = (names: string[]): string => list.format(names.map(parameterWords))
