import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate authority of our own and a server certificate that it signed, all PEM. */
export interface TestCertificates {
  ca: string
  cert: string
  key: string
}

/**
 * Makes X.509 certificates for `names` (host names, or IPv4 addresses), valid for a day: as plain as a home-made authority's, without what RFC 5280
 * wants besides (key identifiers, critical constraints).
 */
export function makeCertificates(names: string[]): TestCertificates {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = distinguishedName('Errand test authority')
  const signer = { issuer, key: authority.privateKey }
  const caUsage = extension('551d0f', der(0x03, Buffer.from([1, 0b00000110])))
  const isCa = extension('551d13', sequence(der(0x01, Buffer.from([0xff]))))
  const subjectNames = extension('551d11', sequence(...names.map(generalName)))
  return {
    ca: certificate(signer, issuer, authority.publicKey, [isCa, caUsage]),
    cert: certificate(signer, distinguishedName(names[0] ?? 'server'), server.publicKey, [subjectNames]),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

interface Signer {
  issuer: Buffer
  key: KeyObject
}

const ECDSA_WITH_SHA256 = sequence(der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
const DAY_MS = 86_400_000
let serial = 1

function certificate(
  { issuer, key }: Signer,
  subject: Buffer,
  publicKey: KeyObject,
  extensions: Buffer[],
): string {
  serial += 1
  const body = sequence(
    der(0xa0, integer(2)),
    integer(serial),
    ECDSA_WITH_SHA256,
    issuer,
    sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  )
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, key)]))
  const base64 = sequence(body, ECDSA_WITH_SHA256, signature).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([0, value]).subarray(value < 128 ? 1 : 0))
}

const time = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))

const distinguishedName = (name: string): Buffer =>
  sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))))

const extension = (oid: string, content: Buffer): Buffer =>
  sequence(der(0x06, Buffer.from(oid, 'hex')), der(0x04, content))

const generalName = (name: string): Buffer =>
  /^[\d.]+$/.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))
