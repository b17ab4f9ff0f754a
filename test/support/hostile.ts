import type { BrowserContext } from 'playwright-core'

/*
 * Texts that become code where somebody takes them for markup, and whoever notices when one does. Each calls a function
 * that only pages under such a witness have, with the place that it stood in.
 */

const call = (place: string): string => `reportExecution(&quot;${place}&quot;)`

/** Short enough for a name. */
export const hostileName = (place: string): string => `${place} <img src=x onerror="${call(place)}">`

/** Out of an attribute, a tag and a script, and into each of these. */
export const hostileText = (place: string): string =>
  [
    hostileName(place),
    `<script>reportExecution("${place}")</script>`,
    `<svg onload="${call(place)}"></svg>`,
    `"><iframe srcdoc="<script>parent.reportExecution('${place}')</script>"></iframe>`,
    `<a href="javascript:${call(place)}">a link</a>`,
    `<style>@import url(http://elsewhere.invalid/${place}.css)</style>`,
    `</textarea></title></script><img src=x onerror="${call(place)}">`,
    // Text that turns round, and a word that no line has room for.
    `\u202e${place}\u202c ${'wide'.repeat(100)}`,
  ].join(' ')

/** The same by the means of Markdown. */
export const hostileMarkdown = (place: string): string =>
  [
    `[script](javascript:reportExecution('${place}'))`,
    `[spaced](java\tscript:reportExecution('${place}'))`,
    `[document](data:text/html,<script>reportExecution('${place}')</script>)`,
    `[our own](/api/v1/me) [whoever's](//elsewhere.invalid/)`,
    `![picture](http://elsewhere.invalid/${place}.png "a title")`,
    `![script](javascript:reportExecution('${place}'))`,
    `<javascript:reportExecution('${place}')> <http://elsewhere.invalid/${place}>`,
    `[by reference][${place}]\n\n[${place}]: javascript:reportExecution('${place}')`,
    '```html\n<script>reportExecution("code")</script>\n```',
    `| <img src=x onerror="${call(place)}"> |\n| - |\n| [cell](vbscript:x) |`,
    hostileText(place),
  ].join('\n\n')

/** A picture that is a program. */
export const hostileSvg = (place: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" onload="${call(place)}"><script>reportExecution("${place}")</script><image href="http://elsewhere.invalid/${place}.png"/><circle cx="10" cy="10" r="9"/></svg>`

export interface Witness {
  /** The places whose text was run. */
  executed: string[]
  /** What a page's policy has had to stop: it got further than it may. */
  stopped: string[]
  dialogs: string[]
}

/** Watches all pages of a browser that are opened, or opened anew, from now on. */
export async function witnessOf(context: BrowserContext): Promise<Witness> {
  const witness: Witness = { executed: [], stopped: [], dialogs: [] }
  await context.exposeFunction('reportExecution', (place: string) => void witness.executed.push(place))
  await context.exposeFunction('reportStopped', (what: string) => void witness.stopped.push(what))
  await context.addInitScript(
    `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      reportStopped([violatedDirective, blockedURI, sample].join(' ')))`,
  )
  context.on('dialog', (dialog) => {
    witness.dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  return witness
}

/** Of relative addresses; a blank page has none. */
const BASE = "(location.origin === 'null' ? 'http://ours.invalid/' : location.href)"

/** What a page has in it that could run or load something not of ours, whether it has done so or not. */
export const WHAT_COULD_RUN = `[...document.querySelectorAll('*')].flatMap((element) => {
  const found = [...element.attributes].filter(({ name, value }) =>
    name.startsWith('on') ||
    name === 'srcdoc' ||
    (['src', 'href', 'action', 'formaction', 'data', 'poster', 'xlink:href'].includes(name) &&
      !/^(https?|mailto):/.test(new URL(value, ${BASE}).protocol)) ||
    (['src', 'data', 'poster'].includes(name) && new URL(value, ${BASE}).origin !== new URL(${BASE}).origin))
  const foreign = ['IFRAME', 'OBJECT', 'EMBED', 'BASE'].includes(element.tagName) ||
    (element.tagName === 'SCRIPT' && !new URL(element.src || 'about:blank', ${BASE}).pathname.startsWith('/assets/'))
  return foreign || found.length > 0 ? [element.outerHTML.slice(0, 300)] : []
})`
