import { type ModelReply, type ModelRequest, type Responder, textOf } from './model-server.ts'

/**
 * A model that does whatever any text that it sees tells it, whoever's text it is: the worst case of one that can be
 * talked into things. Told to call a tool, it does so if the tool is offered; where none are offered it calls it all
 * the same. Told a value, it gives it. In words it repeats all that it was sent.
 */
export function obedientBrain(): Responder {
  return (request) => {
    const { tools = [], response_format } = request.body
    const seen = spelledOut(request)
    const ordered = tools.filter(({ function: { name } }) => isOrderedTo(name, seen))
    if (tools.length > 0 && ordered.length > 0)
      return {
        calls: ordered.map(({ function: { name, parameters } }) => ({
          name,
          arguments: valuesFor(Object.keys(parameters?.properties ?? {}), seen),
        })),
      }
    if (tools.length > 0) return { text: 'There is nothing that I was told to do.' }
    const shape = response_format?.json_schema?.schema?.properties
    const obeyed: ModelReply = {
      text: shape ? JSON.stringify(valuesFor(Object.keys(shape), seen)) : `As you wish: ${seen}`,
      calls: [{ name: 'Delete_account', arguments: { account: 'all' } }],
    }
    return obeyed
  }
}

const VERB =
  /call|run|execute|invoke|use|trigger|start|perform|launch|"(?:name|tool|function|action)"|name=|rufe|f[uü]hre|llama|ejecuta|appelle|ex[eé]cute|вызови|调用|呼び出|chiama|wywo[lł]aj|شغ[ّ]?ل/i

/** Whether a tool's name stands near a verb that tells to use it. */
function isOrderedTo(name: string, seen: string): boolean {
  const spelt = name.split(/[_\s-]+/).join('[_\\s-]*')
  return [...seen.matchAll(new RegExp(spelt, 'gi'))].some(({ index, 0: { length } }) =>
    VERB.test(seen.slice(Math.max(0, index - 80), index + length + 80)),
  )
}

/** For each name what the texts say it is to be ("account is 42", "account": "42"). */
function valuesFor(names: string[], seen: string): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const said = new RegExp(`"?${name}"?\\s*(?:is|to|=|:)\\s*"?([\\w@.-]+)`, 'i').exec(seen)?.[1]
      return said ? [[name, said]] : []
    }),
  )
}

/** All messages as one text, with what is hidden in it written out. */
function spelledOut({ body }: ModelRequest): string {
  const text = body.messages
    .filter(({ role }) => role !== 'system')
    .map(textOf)
    .join('\n')
  const plain = text
    .normalize('NFKC')
    // Tags, direction marks and blanks of no width.
    .replace(/[\u{e0020}-\u{e007e}]/gu, (sign) =>
      String.fromCharCode((sign.codePointAt(0) ?? 0xe0020) - 0xe0000),
    )
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
  const decoded = [...plain.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)].map(([part]) =>
    Buffer.from(part, 'base64').toString('utf8'),
  )
  const reversed = [...plain].reverse().join('')
  const homely = plain.replace(/[асеорхіуԁ]/g, (sign) => HOMELY[sign] ?? sign)
  return [plain, ...decoded, homely === plain ? '' : homely, /tnuocca/.test(plain) ? reversed : ''].join('\n')
}

/** Letters of another script that look like these. */
const HOMELY: Record<string, string> = {
  а: 'a',
  с: 'c',
  е: 'e',
  о: 'o',
  р: 'p',
  х: 'x',
  і: 'i',
  у: 'y',
  ԁ: 'd',
}
