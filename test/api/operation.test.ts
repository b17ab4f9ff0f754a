// What answers with which status where its handler names none.
import test from 'ava'
import { contract } from '../../api/contract/index.ts'
import { type Operation, operation, usualStatus } from '../../api/contract/operation.ts'

const several = {
  id: 'several',
  method: 'get',
  path: '/several',
  access: 'key',
  tag: 'Several',
  summary: 'Answer in two ways',
  answers: { 200: { description: 'One' }, 202: { description: 'Two' }, 404: { description: 'None' } },
} as const
const problems: [] = []

test('each operation has one usual status of success', (t) => {
  for (const declared of Object.values<Operation>(contract)) {
    const status = usualStatus(declared)
    t.true(Object.keys(declared.answers).includes(String(status)), declared.id)
    t.true(status < 300, declared.id)
  }
})

test('where there are several, the usual one has to be named, and to be one of them', (t) => {
  t.is(usualStatus(operation({ ...several, problems, usually: 202 })), 202)
  // @ts-expect-error: it has two, and says nothing
  t.throws(() => usualStatus(operation({ ...several, problems })), { message: /^several: / })
  // @ts-expect-error: it has no such answer
  operation({ ...several, problems, usually: 201 })
  // @ts-expect-error: a refusal is not a success
  operation({ ...several, problems, usually: 404 })
})
