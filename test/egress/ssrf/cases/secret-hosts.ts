// A call with a secret that is bound to hosts: `*.` stands for every name below, and for nothing else.
import type { Case } from '../support/case.ts'
import { PUBLIC } from '../support/zone.ts'

const HERE = `${PUBLIC}:80`
const BELOW = '*.bank.example'
const EXACT = 'bank.example'

const refused = (bound: string, url: string, leadsTo = HERE): Case => ({
  title: `a secret for ${bound} is not sent to ${url}`,
  url,
  secretHosts: [bound],
  ends: 'secret_not_allowed',
  leadsTo,
})

const sent = (bound: string, url: string): Case => ({
  title: `a secret for ${bound} is sent to ${url}`,
  url,
  secretHosts: [bound],
  ends: null,
  reaches: [HERE],
  leadsTo: null,
})

export const SECRET_HOSTS: Case[] = [
  sent(BELOW, 'http://api.bank.example/'),
  sent(BELOW, 'http://a.b.bank.example/'),
  sent(BELOW, 'http://API.Bank.Example./'),
  refused(BELOW, 'http://bank.example/'),
  refused(BELOW, 'http://badbank.example/'),
  refused(BELOW, 'http://api-bank.example/'),
  refused(BELOW, 'http://bank.example.evil.test/'),
  refused(BELOW, 'http://api.bank.example.evil.test/'),
  refused(BELOW, 'http://public.test/api.bank.example'),
  refused(BELOW, 'http://public.test/?host=api.bank.example'),
  refused(BELOW, 'http://public.test#api.bank.example'),
  refused(BELOW, `http://${PUBLIC}/`),
  sent(EXACT, 'http://bank.example/'),
  refused(EXACT, 'http://api.bank.example/'),
  refused(EXACT, 'http://badbank.example/'),
  refused(EXACT, 'http://bank.example.evil.test/'),
  {
    ...refused(EXACT, 'http://bank.example/redirect/302?to=http://other-public.test/', '93.184.216.35:80'),
    reaches: [HERE],
  },
  {
    ...refused(BELOW, 'http://api.bank.example/redirect/307?to=http://badbank.example/x', `${HERE}/x`),
    reaches: [HERE],
  },
  {
    ...refused(EXACT, 'http://{host}/'),
    title: 'a secret is not sent to a host with its own as user name',
    parameters: { host: 'bank.example@public.test' },
    ends: 'invalid_request',
    unguarded: 'plain-client',
  },
  {
    ...refused('private.test', 'http://private.test/', '10.0.0.1:80'),
    title: 'a secret does not open its host to calls',
    ends: 'blocked_address',
  },
]
