/** The name of an event as people read it: "action.created" becomes "Action created". */
export function inWords(action: string): string {
  const words = action.replace(/[._]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
