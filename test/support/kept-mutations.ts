import type { Page } from 'playwright-core'

/** What the dashboard still has in memory of requests that changed something, as text: bodies and answers. */
export const keptMutations = async (page: Page): Promise<string> =>
  (await page.evaluate(`(() => {
    const root = document.getElementById('root')
    const open = [root[Object.keys(root).find((key) => key.startsWith('__reactContainer$'))]]
    while (open.length > 0) {
      const fiber = open.pop()
      const client = fiber.memoizedProps?.client
      if (client?.getMutationCache)
        return JSON.stringify(client.getMutationCache().getAll().map(({ state }) => state))
      open.push(...[fiber.child, fiber.sibling].filter(Boolean))
    }
    throw new Error('There is no query client.')
  })()`)) as string
