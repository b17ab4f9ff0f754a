// Where links in answers may lead.
import test from 'ava'
import { safeUrl } from '../../web/src/components/markdown/safe-url.ts'

test('whole addresses of web pages and of people may be linked to', (t) => {
  for (const url of ['https://example.com/a?b=c#d', 'http://example.com:8080/', 'mailto:help@example.com'])
    t.is(safeUrl(url), url)
  t.is(safeUrl('HTTPS://EXAMPLE.com'), 'https://example.com/')
})

const refused = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  'about:blank',
  // What leads to a page of ours would act in the reader's name.
  '/gurus/acme/actions',
  'actions',
  '#main',
  '//example.com/',
  '?start=refund-status',
  '',
]
for (const url of refused)
  test(`${JSON.stringify(url)} leads nowhere`, (t) => {
    t.is(safeUrl(url), '')
  })
