import { offeredBy } from './eval/line.ts'
import { readText } from './language/builtin/extract/extract.ts'
import { LEXICONS } from './language/builtin/languages/lexicons.ts'
import { rank } from './language/builtin/rank.ts'

const actions = offeredBy({ actions: 'templates' } as never)
for (const q of process.argv.slice(2)) {
  const t = readText(q, () => new Date(), [], LEXICONS.get('de'))
  console.log(t.text)
  console.log(t.literals.map((l) => l.kind + ':' + l.text).join(' | '))
  for (const r of rank(t, actions).slice(0, 2))
    console.log(r.action.name, r.score.toFixed(3), JSON.stringify(r.values), JSON.stringify(r.features))
}
