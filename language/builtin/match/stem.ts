import { stemmer } from 'stemmer'

/**
 * The English stem of a lower-case word, by Porter's rules: *discovered* and *discoverer* have the same. Short words
 * and those with digits stay as they are. The result is only ever compared with other stems.
 */
export const stem = (word: string): string =>
  word.length <= 3 || !/^[a-z]+$/.test(word) ? word : stemmer(word)
