// What docs/importing.md shows of an import is what comes of it.
import test from 'ava'
import { importCurl } from '../../importing/curl/import-curl.ts'
import { importOpenApi } from '../../importing/openapi/import-openapi.ts'
import { codeBlocks, readRepositoryFile, section } from './markdown.ts'
import { differences } from './shown.ts'

const shownIn = (heading: string): unknown[] =>
  codeBlocks(section(readRepositoryFile('docs/importing.md'), heading)).map(({ text }) => JSON.parse(text))

test('the curl line becomes the action that is shown', (t) => {
  const [request, shown] = shownIn('A curl command line')
  t.deepEqual(differences(shown, importCurl((request as { command: string }).command)), [])
})

test('the document becomes the actions that are shown', (t) => {
  const [request, shown] = shownIn('An OpenAPI document')
  t.deepEqual(differences(shown, importOpenApi((request as { document: string }).document)), [])
})
