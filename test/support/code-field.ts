import type { Page } from 'playwright-core'

/** Replaces what stands in a code editor, as a person does who pastes over it. */
export async function writeCode(page: Page, name: string | RegExp, text: string): Promise<void> {
  // Playwright's own `fill` edits the elements within, which gives them styles that the page's policy refuses.
  await page.getByRole('textbox', { name }).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(text)
}
