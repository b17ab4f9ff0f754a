import type { RunErrorCode } from '../../../domain/run-errors.ts'
import { GERMAN_HINTS } from './german-hints.ts'

/** What an answer says around its facts, in one language. */
export interface Frame {
  /** For dates and numbers. */
  locale: string
  theAction: string
  ran: string
  noOutput: string
  cut: string
  emptyResult: string
  emptyList: string
  noFields(count: number): string
  more(count: number): string
  count(count: number): string
  file: string
  files: string
  failed: string
  serviceSaid: string
  yes: string
  no: string
  /** What to do about an error; that of the catalogue where it is missing. */
  hints: Partial<Record<RunErrorCode, string>>
}

const english: Frame = {
  locale: 'en-GB',
  theAction: 'The action',
  ran: 'ran without an error',
  noOutput: 'ran without an error and gave no output',
  cut: 'The output was too long to keep, so this is only a part of it.',
  emptyResult: 'The result is empty.',
  emptyList: 'The list is empty.',
  noFields: (count) => `${count} entries without readable fields.`,
  more: (count) => `… and ${count} more.`,
  count: (count) => (count === 1 ? '1 entry' : `${count} entries`),
  file: 'It left the file',
  files: 'It left these files:',
  failed: 'did not work:',
  serviceSaid: 'The service said:',
  yes: 'yes',
  no: 'no',
  hints: {},
}

const german: Frame = {
  locale: 'de-DE',
  theAction: 'Die Aktion',
  ran: 'lief ohne Fehler',
  noOutput: 'lief ohne Fehler und gab nichts aus',
  cut: 'Die Ausgabe war zu lang, deshalb ist dies nur ein Teil davon.',
  emptyResult: 'Das Ergebnis ist leer.',
  emptyList: 'Die Liste ist leer.',
  noFields: (count) => `${count} Einträge ohne lesbare Felder.`,
  more: (count) => `… und ${count} weitere.`,
  count: (count) => (count === 1 ? '1 Eintrag' : `${count} Einträge`),
  file: 'Dabei entstand die Datei',
  files: 'Dabei entstanden diese Dateien:',
  failed: 'hat nicht funktioniert:',
  serviceSaid: 'Der Dienst meldet:',
  yes: 'ja',
  no: 'nein',
  hints: GERMAN_HINTS,
}

const french: Frame = {
  ...english,
  locale: 'fr-FR',
  theAction: "L'action",
  ran: "s'est exécutée sans erreur",
  noOutput: "s'est exécutée sans erreur et n'a rien renvoyé",
  cut: "La sortie était trop longue : ceci n'en est qu'une partie.",
  emptyResult: 'Le résultat est vide.',
  emptyList: 'La liste est vide.',
  noFields: (count) => `${count} entrées sans champs lisibles.`,
  more: (count) => `… et ${count} de plus.`,
  count: (count) => (count === 1 ? '1 entrée' : `${count} entrées`),
  file: 'Le fichier créé :',
  files: 'Les fichiers créés :',
  failed: "n'a pas fonctionné :",
  serviceSaid: 'Le service indique :',
  yes: 'oui',
  no: 'non',
}

const spanish: Frame = {
  ...english,
  locale: 'es-ES',
  theAction: 'La acción',
  ran: 'se ejecutó sin errores',
  noOutput: 'se ejecutó sin errores y no devolvió nada',
  cut: 'La salida era demasiado larga: esto es solo una parte.',
  emptyResult: 'El resultado está vacío.',
  emptyList: 'La lista está vacía.',
  noFields: (count) => `${count} entradas sin campos legibles.`,
  more: (count) => `… y ${count} más.`,
  count: (count) => (count === 1 ? '1 entrada' : `${count} entradas`),
  file: 'Dejó el archivo',
  files: 'Dejó estos archivos:',
  failed: 'no funcionó:',
  serviceSaid: 'El servicio dice:',
  yes: 'sí',
  no: 'no',
}

const FRAMES: ReadonlyMap<string, Frame> = new Map([
  ['de', german],
  ['fr', french],
  ['es', spanish],
])

/** English where the language is not known. */
export const frameIn = (language: string | null): Frame => FRAMES.get(language ?? '') ?? english
