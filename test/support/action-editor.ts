import type { Page } from 'playwright-core'
import { eventually } from './eventually.ts'
import type { StackContext } from './shared-stack.ts'

/*
 * The editor of an action, as a person sees it.
 */

export interface SavedAction {
  id: string
  name: string
  version: number
  enabled: boolean
  [field: string]: unknown
}

export const box = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name, exact: true })
export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
export const basics = (page: Page) => page.getByRole('region', { name: 'What it is for' })
export const nameBox = (page: Page) => basics(page).getByRole('textbox', { name: 'Name' })
export const saved = (page: Page) => page.getByText('All changes are saved').waitFor()
export const focused = (page: Page) => page.evaluate(`document.activeElement?.getAttribute('data-path')`)
/** Without a new document there is nothing that loads. */
export const at = (page: Page, end: string) =>
  eventually(`the page ${end}`, async () => new URL(page.url()).pathname.endsWith(end))
/** Of a field, as a screen reader would tell it. */
export const errorOf = async (page: Page, path: string): Promise<string | null> =>
  page.evaluate(`(() => {
    const field = document.querySelector('[data-path="${path}"]')
    if (field?.getAttribute('aria-invalid') !== 'true') return null
    const ids = (field.getAttribute('aria-describedby') ?? '').split(' ')
    return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
  })()`)

export async function only(t: { context: StackContext }, guru: string): Promise<SavedAction> {
  const { actions } = await t.context.api.get<{ actions: SavedAction[] }>(`/${guru}/actions`)
  if (actions.length !== 1) throw new Error(`There are ${actions.length} actions.`)
  return actions[0] as SavedAction
}
