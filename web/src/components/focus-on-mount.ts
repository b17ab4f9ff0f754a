/** As a `ref`: gives the focus to the first field of a page that is there for its form alone. */
export const focusOnMount = (element: HTMLElement | null): void => element?.focus()
