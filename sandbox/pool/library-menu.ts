/**
 * What containers may have imported while they wait, with the milliseconds of CPU that importing it takes
 * (each alone, CPython 3.13 on the 2-core machine of the benchmarks). A fixed list: which modules are imported in
 * a container that will serve somebody else is nothing for code to decide.
 */
export const LIBRARY_MENU: Readonly<Record<string, number>> = {
  requests: 100,
  httpx: 60,
  aiohttp: 160,
  urllib3: 80,
  openai: 500,
  anthropic: 1_100,
  bs4: 80,
  'lxml.etree': 20,
  'lxml.html': 25,
  yaml: 17,
  'dateutil.parser': 34,
  numpy: 80,
  pandas: 290,
  'matplotlib.pyplot': 315,
  'PIL.Image': 15,
  'scipy.stats': 650,
  'scipy.optimize': 280,
  'sklearn.linear_model': 850,
  'sklearn.ensemble': 890,
  'sklearn.cluster': 870,
  'sklearn.preprocessing': 820,
  'sklearn.model_selection': 820,
  'sklearn.metrics': 850,
  cv2: 130,
}

const IMPORT = /^[ \t]*import[ \t]+([^#;\n]+)/gm
const FROM = /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^#;\n]+)/gm

/**
 * The entries of the menu that `code` imports, sorted. A hint, taken from the text: what it misses is imported
 * when the code runs, what it finds in a comment costs nothing but memory.
 */
export function librariesOf(code: string): string[] {
  const names: string[] = []
  for (const [, list = ''] of code.matchAll(IMPORT)) names.push(...list.split(',').map(withoutAlias))
  for (const [, module = '', list = ''] of code.matchAll(FROM)) {
    names.push(module)
    for (const item of list.replace(/[()\\]/g, '').split(',')) names.push(`${module}.${withoutAlias(item)}`)
  }
  return Object.keys(LIBRARY_MENU)
    .filter((entry) => names.some((name) => name === entry || name.startsWith(`${entry}.`)))
    .sort()
}

const withoutAlias = (item: string): string => item.trim().split(/\s+/)[0] ?? ''

/** Milliseconds that importing these takes. */
export const importCost = (modules: Iterable<string>): number => {
  let cost = 0
  for (const module of modules) cost += LIBRARY_MENU[module] ?? 0
  return cost
}
