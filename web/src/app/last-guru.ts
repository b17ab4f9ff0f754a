const NAME = 'errand.guru'

/** The guru that this browser has looked at last: where the next visit begins. */
export const lastGuru = (): string | null => localStorage.getItem(NAME)

export const rememberGuru = (slug: string): void => localStorage.setItem(NAME, slug)
