import test from 'ava'
import { parseAddress } from '../../domain/address.ts'
import { allowListProblems, parseAllowList } from '../../domain/egress-allow-list.ts'

const allowsAddress = (entries: string[], address: string, port: number): boolean => {
  const parsed = parseAddress(address)
  return parsed !== null && parseAllowList(entries).allowsAddress(parsed, port)
}

test('an entry without a port means 80 and 443', (t) => {
  t.true(allowsAddress(['10.0.0.5'], '10.0.0.5', 80))
  t.true(allowsAddress(['10.0.0.5'], '10.0.0.5', 443))
  t.false(allowsAddress(['10.0.0.5'], '10.0.0.5', 8080))
  t.true(parseAllowList(['wiki.corp']).allowsName('wiki.corp', 443))
  t.false(parseAllowList(['wiki.corp']).allowsName('wiki.corp', 27017))
})

test('an entry with a port means that port only', (t) => {
  t.true(allowsAddress(['10.0.0.5:9000'], '10.0.0.5', 9000))
  t.false(allowsAddress(['10.0.0.5:9000'], '10.0.0.5', 443))
  t.true(parseAllowList(['Wiki.Corp:8443']).allowsName('wiki.corp', 8443))
})

test('a range exempts what lies in it', (t) => {
  t.true(allowsAddress(['10.1.0.0/16:8000'], '10.1.255.1', 8000))
  t.false(allowsAddress(['10.1.0.0/16:8000'], '10.2.0.1', 8000))
  t.true(allowsAddress(['fd00:1::/32'], 'fd00:1::9', 443))
  t.true(allowsAddress(['[fd00:1::/32]:8000'], 'fd00:1::9', 8000))
  t.true(allowsAddress(['[::1]:8000'], '::1', 8000))
})

test('a mapped address is the IPv4 address that it maps', (t) => {
  t.true(allowsAddress(['10.0.0.5'], '::ffff:10.0.0.5', 80))
})

test('names every entry that it can not read', (t) => {
  const wrong = [
    '10.0.0.0/33',
    'host:0',
    'host:70000',
    'http://host',
    'user@host',
    'a/8',
    '0x7f.1',
    '[host]:80',
    '',
  ]
  t.is(allowListProblems(wrong).length, wrong.length)
  const error = t.throws(() => parseAllowList(['10.0.0.1', ...wrong]))
  for (const entry of wrong) t.true(error?.message.includes(`'${entry}'`), entry)
})
