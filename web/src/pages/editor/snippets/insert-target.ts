import { createContext, type FocusEvent, type RefObject, useContext, useMemo } from 'react'

type Insert = (text: string) => void

/** Puts a text where the cursor was last, in the field that had it last; null where no field takes any. */
export const InsertTarget = createContext<RefObject<Insert | null>>({ current: null })

export const useInsertTarget = () => useContext(InsertTarget)

/** Makes a text field one that snippets can be inserted into, once it has had the focus. */
export function useInsertable() {
  const target = useInsertTarget()
  return useMemo(
    () => ({
      onFocus: ({ currentTarget }: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => {
        target.current = (text) => insertAtCursor(currentTarget, text)
      },
    }),
    [target],
  )
}

/** As if it had been typed: React hears of it, and the cursor is behind it. */
export function insertAtCursor(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.focus()
  const end = field.value.length
  field.setRangeText(text, field.selectionStart ?? end, field.selectionEnd ?? end, 'end')
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
