import { readFileSync } from 'node:fs'
import { understood } from './test/language/samples.ts'

for (const q of readFileSync('/tmp/talk/german.txt', 'utf8').split('\n').filter(Boolean)) {
  const u = await understood(q)
  console.log(
    q.padEnd(60),
    u.language,
    '→',
    u.matches
      .map(
        (m) =>
          `${m.action_id} ${JSON.stringify(m.parameters)}${m.missing.length ? ' missing ' + m.missing : ''}`,
      )
      .join(' + ') || '–',
  )
}
