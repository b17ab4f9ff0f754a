import { createContext, type RefObject, useContext } from 'react'

type Insert = (text: string) => void

/** Puts a text where the cursor was last, in the field that had it last; null where no field takes any. */
export const InsertTarget = createContext<RefObject<Insert | null>>({ current: null })

export const useInsertTarget = () => useContext(InsertTarget)
