import test from 'ava'
import { readAllowedHost } from '../../domain/allowed-host.ts'

const KEPT: Record<string, string> = {
  'api.stripe.com': 'api.stripe.com',
  'API.Stripe.COM': 'api.stripe.com',
  'api.stripe.com.': 'api.stripe.com',
  '*.Example.com.': '*.example.com',
  '*.eu.example.com': '*.eu.example.com',
  'bücher.example': 'xn--bcher-kva.example',
  '*.bücher.example': '*.xn--bcher-kva.example',
  'xn--bcher-kva.example': 'xn--bcher-kva.example',
  'ｆｕｌｌ.example': 'full.example',
  intranet: 'intranet',
  order_service: 'order_service',
  '93.184.216.34': '93.184.216.34',
  '0x5d.0xb8.0xd8.0x22': '93.184.216.34',
  '2001:DB8::1': '2001:db8::1',
  '[2001:db8:0:0::1]': '2001:db8::1',
}
for (const [written, kept] of Object.entries(KEPT))
  test(`${written} is kept as ${kept}`, (t) => t.deepEqual(readAllowedHost(written), { host: kept }))

const REFUSED: Record<string, RegExp> = {
  '': /must be a host name/,
  '.': /must be a host name/,
  '*': /asterisk/,
  '*.': /must be a host name/,
  '**.example.com': /asterisk/,
  'api*.example.com': /asterisk/,
  'a.*.com': /asterisk/,
  'api.example.*': /asterisk/,
  '*.*.com': /asterisk/,
  '*.com': /everything below \.com/,
  '*.com.': /everything below \.com/,
  '*.internal': /everything below \.internal/,
  '*.192.168.0.1': /before an IP address/,
  '*.0.1': /before an IP address/,
  '*.[::1]': /before an IP address/,
  'api.example.com:443': /without a port/,
  '[::1]:443': /without a port/,
  'https://api.example.com': /without scheme or path/,
  'api.example.com/v1': /without scheme or path/,
  'user@api.example.com': /must be a host name/,
  'api example.com': /must be a host name/,
  'api..example.com': /must be a host name/,
  '.example.com': /must be a host name/,
  '-api.example.com': /must be a host name/,
  'api.example.com\0': /must be a host name/,
  'api%2eexample.com': /must be a host name/,
  '256.1.1.1': /must be a host name/,
  [`${'a'.repeat(64)}.example.com`]: /must be a host name/,
}
for (const [written, why] of Object.entries(REFUSED))
  test(`${JSON.stringify(written)} is refused`, (t) => {
    const read = readAllowedHost(written)
    t.regex('problem' in read ? read.problem : JSON.stringify(read), why)
  })

test('what is kept is kept again as it is', (t) => {
  for (const kept of Object.values(KEPT)) t.deepEqual(readAllowedHost(kept), { host: kept })
})
