// Where clouds serve credentials to their machines, as their documentation gives it.
import type { Case } from '../support/case.ts'

const at = (title: string, host: string, path: string, address = host): Case => ({
  title,
  url: `http://${host}${path}`,
  ends: 'blocked_address',
  leadsTo: `${address}:80${path}`,
})

const AWS = '/latest/meta-data/iam/security-credentials/'
const GCP = '/computeMetadata/v1/instance/service-accounts/default/token'
const LINK_LOCAL = '169.254.169.254'

export const METADATA: Case[] = [
  at('AWS', LINK_LOCAL, AWS),
  at('AWS over IPv6', '[fd00:ec2::254]', AWS),
  at('AWS, container credentials', '169.254.170.2', '/v2/credentials/'),
  at('AWS, pod identity', '169.254.170.23', '/v1/credentials'),
  at('AWS, pod identity over IPv6', '[fd00:ec2::23]', '/v1/credentials'),
  at("AWS' name", 'instance-data', AWS, LINK_LOCAL),
  at("AWS' longer name", 'instance-data.ec2.internal', AWS, LINK_LOCAL),
  at('Google', 'metadata.google.internal', GCP, LINK_LOCAL),
  at('Google with a trailing dot', 'metadata.google.internal.', GCP, LINK_LOCAL),
  at('Google in capitals', 'METADATA.Google.Internal', GCP, LINK_LOCAL),
  at("Google's short name", 'metadata', GCP, LINK_LOCAL),
  at("Google's public name", 'metadata.goog', GCP, LINK_LOCAL),
  at('Google over IPv6', '[fd20:ce::254]', GCP),
  at('Azure', LINK_LOCAL, '/metadata/identity/oauth2/token'),
  at("Azure's wire server", '168.63.129.16', '/machine'),
  at("Azure's wire server, mapped", '[::ffff:a83f:8110]', '/machine', '168.63.129.16'),
  at("Azure's wire server behind NAT64", '[64:ff9b::a83f:8110]', '/machine', '[64:ff9b::a83f:8110]'),
  at('Alibaba', '100.100.100.200', '/latest/meta-data/ram/security-credentials/'),
  at('Oracle', '192.0.0.192', '/latest/meta-data/'),
  at('DigitalOcean', LINK_LOCAL, '/metadata/v1.json'),
  at('Tencent', 'metadata.tencentyun.com', '/latest/meta-data/', '169.254.0.23'),
  at('Equinix', 'metadata.platformequinix.com', '/metadata', '145.40.110.4'),
  at('Packet', 'metadata.packet.net', '/metadata', '192.80.8.124'),
  at('Scaleway', '169.254.42.42', '/conf'),
  at('a name of the attacker for it', 'metadata.test', AWS, LINK_LOCAL),
  at("a name of this machine's /etc/hosts for it", 'of-the-cloud', AWS, LINK_LOCAL),
]
