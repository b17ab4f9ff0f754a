// The page on security names every action of the audit log, with what it means, and the settings that it speaks of.
import test from 'ava'
import { WRONG_KEYS } from '../../api/limits/lock-out.ts'
import { AUDIT_ACTIONS } from '../../domain/audit.ts'
import { readRepositoryFile, section, tableRows } from './markdown.ts'

const page = readRepositoryFile('docs/security.md')

test('each action of the audit log is documented, and none that is not there', (t) => {
  const rows = tableRows(section(page, 'The audit log')).map(([name = '', meaning = '']) => [
    name.replaceAll('`', ''),
    meaning,
  ])
  t.deepEqual(
    rows.filter(([name]) => name?.includes('.')),
    Object.entries(AUDIT_ACTIONS),
  )
})

test('says how many wrong keys there may be', (t) => {
  t.true(page.includes(`${WRONG_KEYS} different wrong keys`))
})
