/*
 * Every example in docs/pii.md works, in the order of the page, and prints what the page says.
 */
import test from 'ava'
import { DETECTORS } from '../../domain/pii/settings.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { codeBlocks, readRepositoryFile, tableRows } from './markdown.ts'
import { runBlocks } from './shell.ts'

const page = readRepositoryFile('docs/pii.md')

test('docs/pii.md explains every detector', (t) => {
  const explained = tableRows(page).flatMap(([first = '', label = '']) =>
    /^`<<[A-Z]+>>`$/.test(label) ? first.replaceAll('`', '') : [],
  )
  t.deepEqual(explained, [...DETECTORS])
})

test('every example in docs/pii.md works', async (t) => {
  const errand = await startErrand({ environment: NO_WAITING })
  t.teardown(errand.remove)
  const blocks = codeBlocks(page)
  const examples = blocks
    .filter(({ language }) => language === 'sh')
    .map(({ text }) =>
      text.startsWith('export ERRAND=')
        ? `export ERRAND=${errand.url} KEY=$(cat '${errand.dataFolder}/admin-key')\n`
        : text,
    )
  const outputs = await runBlocks(examples)
  const printed = (start: string) => outputs[examples.findIndex((text) => text.includes(start))] ?? ''

  const shown = JSON.parse(blocks.find(({ language }) => language === 'json')?.text ?? '')
  t.like(JSON.parse(printed('/people/answer')), shown)
  t.regex(printed('"BAD"'), /"path":"pii.patterns.0.regex".*missing closing.*\(refused\)/s)
  t.regex(printed('"enabled": false'), /"enabled":false.*"label":"EMPLOYEE_ID"/)
})
