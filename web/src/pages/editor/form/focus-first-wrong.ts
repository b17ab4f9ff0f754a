/** A code field tells also of what it has found itself. */
const WRONG = '[data-path][aria-invalid="true"], [data-wrong] [contenteditable="true"]'

/** Moves the focus to the first field that has a problem. @returns whether there is one */
export function focusFirstWrong(form: HTMLElement): boolean {
  const field = form.querySelector<HTMLElement>(WRONG)
  field?.focus()
  return field !== null
}
