/** What the texts of ours say in one language. */
export interface AnswerWords {
  noMatch: string
  nearestAre: string
  or: string
  and: string
  /** `known` are the values that the action has already; empty where it has none. */
  askForOne(action: string, known: string, missing: string): string
  askForSeveral(action: string, known: string): string
  couldYou: string
  /** Nothing ran, because `sources` gave no value. */
  withoutSource(action: string, sources: string): string
  modelFailed: string
}

export const ANSWER_WORDS = {
  en: {
    noMatch: "I found no action that answers this, so I ran nothing and can't say.",
    nearestAre: 'The nearest I can do:',
    or: 'or',
    and: 'and',
    askForOne: (action, known, missing) =>
      known
        ? `To run ${action} for ${known}, I need one more thing: ${missing}. Which is it?`
        : `To run ${action}, I need one more thing: ${missing}. Which is it?`,
    askForSeveral: (action, known) =>
      known ? `To run ${action} for ${known}, I still need:` : `To run ${action}, I still need:`,
    couldYou: 'Could you tell me?',
    withoutSource: (action, sources) =>
      `${action} was not run: it needs a value from the result of ${sources}, which gave none.`,
    modelFailed: "I couldn't understand the question, because the language model failed, so nothing was run.",
  },
  de: {
    noMatch:
      'Ich habe keine Aktion gefunden, die das beantwortet. Deshalb habe ich nichts ausgeführt und kann es nicht sagen.',
    nearestAre: 'Am nächsten kommt:',
    or: 'oder',
    and: 'und',
    askForOne: (action, known, missing) =>
      known
        ? `Für ${action} mit ${known} fehlt mir noch eine Angabe: ${missing}. Wie lautet sie?`
        : `Für ${action} fehlt mir noch eine Angabe: ${missing}. Wie lautet sie?`,
    askForSeveral: (action, known) =>
      known
        ? `Für ${action} mit ${known} fehlen mir noch diese Angaben:`
        : `Für ${action} fehlen mir noch diese Angaben:`,
    couldYou: 'Können Sie mir diese nennen?',
    withoutSource: (action, sources) =>
      `${action} wurde nicht ausgeführt: Es fehlt ein Wert aus dem Ergebnis von ${sources}.`,
    modelFailed:
      'Ich konnte die Frage nicht verstehen, weil das Sprachmodell ausgefallen ist. Es wurde nichts ausgeführt.',
  },
  fr: {
    noMatch:
      "Je n'ai trouvé aucune action qui réponde à cela. Je n'ai donc rien exécuté et je ne peux pas le dire.",
    nearestAre: "Ce qui s'en approche le plus :",
    or: 'ou',
    and: 'et',
    askForOne: (action, known, missing) =>
      known
        ? `Pour exécuter ${action} avec ${known}, il me manque encore une information : ${missing}. Quelle est-elle ?`
        : `Pour exécuter ${action}, il me manque encore une information : ${missing}. Quelle est-elle ?`,
    askForSeveral: (action, known) =>
      known
        ? `Pour exécuter ${action} avec ${known}, il me manque encore :`
        : `Pour exécuter ${action}, il me manque encore :`,
    couldYou: 'Pouvez-vous me les indiquer ?',
    withoutSource: (action, sources) =>
      `${action} n'a pas été exécutée : il manque une valeur du résultat de ${sources}.`,
    modelFailed:
      "Je n'ai pas pu comprendre la question, car le modèle de langue n'a pas répondu. Rien n'a été exécuté.",
  },
  es: {
    noMatch:
      'No he encontrado ninguna acción que responda a esto, así que no he ejecutado nada y no puedo decirlo.',
    nearestAre: 'Lo más parecido que puedo hacer:',
    or: 'o',
    and: 'y',
    askForOne: (action, known, missing) =>
      known
        ? `Para ejecutar ${action} con ${known} me falta un dato: ${missing}. ¿Cuál es?`
        : `Para ejecutar ${action} me falta un dato: ${missing}. ¿Cuál es?`,
    askForSeveral: (action, known) =>
      known
        ? `Para ejecutar ${action} con ${known} todavía me faltan:`
        : `Para ejecutar ${action} todavía me faltan:`,
    couldYou: '¿Me los puede indicar?',
    withoutSource: (action, sources) =>
      `${action} no se ha ejecutado: falta un valor del resultado de ${sources}.`,
    modelFailed:
      'No he podido entender la pregunta, porque el modelo de lenguaje ha fallado. No se ha ejecutado nada.',
  },
} satisfies Record<string, AnswerWords>
