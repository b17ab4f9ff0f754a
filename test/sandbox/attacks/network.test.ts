import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import test from 'ava'
import { startSandbox } from '../support/sandbox.ts'
import { attackSandbox } from './support/attack.ts'
import { HELPERS } from './support/helpers.ts'

// Attacks over the network. The container has loopback and nothing else, so no packet of these could leave it
// whatever a policy said; what goes through the relay is judged by the gate, which has tests of its own.

const attack = attackSandbox()

attack('there is one interface, no route and no neighbour', {
  code: `
print(socket.if_nameindex())
print([line.split()[0] for line in open('/proc/net/dev').read().splitlines()[2:]], open('/proc/net/route').read().count('\\n') <= 1,
      open('/proc/net/arp').read().count('\\n') <= 1, {line.split()[-1] for line in open('/proc/net/if_inet6')} <= {'lo'})`,
  sees: "[(1, 'lo')]\n['lo:'] True True True\n",
})

attack('addresses of the machine, of cloud metadata and of the world are not reachable, by any protocol', {
  code: `
addresses = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '192.168.0.1', '192.168.65.2', '192.168.127.1',
             '10.0.0.1', '10.0.2.2', '10.0.2.3', '172.17.0.1', '172.18.0.1', '8.8.8.8', '1.1.1.1', '224.0.0.1', '255.255.255.255',
             'fd00:ec2::254', 'fe80::1', 'fe80::1%lo', '2001:4860:4860::8888', 'ff02::1', '::ffff:8.8.8.8', '64:ff9b::808:808']
ports = (80, 443, 22, 53, 2375, 2376, 7233, 8080, 27017)
def over(kind, address, port):
    with socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET, kind) as s:
        s.settimeout(1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        s.connect(socket.getaddrinfo(address, port, s.family)[0][4])
        s.send(b'x')
for address in addresses:
    for port in ports:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            if attempt(over, kind, address, port) == 'done': print('sent to', address, port, kind)
print('tried')`,
  sees: 'tried\n',
})

attack('no name resolves', {
  code: `
names = ('example.com', 'host.docker.internal', 'gateway.docker.internal', 'host.containers.internal', 'metadata.google.internal',
         'mongodb', 'temporal', 'api', 'worker', 'db', 'kubernetes.default')
print({attempt(socket.getaddrinfo, name, 80) for name in names} == {'done'} or 'none', [n for n in names if attempt(socket.gethostbyname, n) == 'done'])`,
  sees: 'none []\n',
})

attack('raw sockets, packets, and all families but three can not be had', {
  code: `
opened = set()
for family in range(64):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_RDM, socket.SOCK_SEQPACKET, 10):
        for protocol in (0, 1, 3, 58, 255, 768):
            try:
                with socket.socket(family, kind, protocol): opened.add((family, kind & 0xF))
            except OSError: pass
# AF_UNIX, AF_INET, AF_INET6, and AF_NETLINK for routes; streams, datagrams, sequences of packets.
print(sorted(opened))
print({name: attempt(socket.socket, getattr(socket, name), kind) for name, kind in
       (('AF_VSOCK', socket.SOCK_STREAM), ('AF_ALG', socket.SOCK_SEQPACKET), ('AF_PACKET', socket.SOCK_RAW))})`,
  sees: /^\[\(1, 1\), \(1, 2\), (\(1, 5\), )?\(2, 1\), \(2, 2\), \(10, 1\), \(10, 2\), \(16, 2\), \(16, 3\)\]\n{'AF_VSOCK': 'EPERM', 'AF_ALG': 'EPERM', 'AF_PACKET': 'EPERM'}\n$/,
})

attack('netlink tells of loopback, and changes nothing', {
  code: `
import struct
def ask(kind, body, flags=0x5):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as s:
        s.settimeout(2)
        s.send(struct.pack('IHHII', 16 + len(body), kind, flags, 1, 0) + body)
        answer = s.recv(8192)
        return struct.unpack_from('HH', answer, 4)[0], struct.unpack_from('i', answer, 16)[0]
route = struct.pack('BBBBBBBBI', 2, 0, 0, 0, 254, 3, 0, 1, 0)
link = struct.pack('BxHiII', 0, 0, 1, 1, 1)
# NLMSG_ERROR with -EPERM: a new route, a new link, a link taken down.
print(ask(24, route, 0x605), ask(16, struct.pack('BxHiII', 0, 0, 0, 0, 0), 0x605), ask(17, link))
print(*(attempt(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)) for protocol in (4, 9, 12, 15, 16, 6)))`,
  sees: '(2, -1) (2, -1) (2, -1)\nEPERM EPERM EPERM EPERM EPERM EPERM\n',
})

attack('the interface can not be changed', {
  code: `
import fcntl, struct
s = socket.socket()
for request in (0x8914, 0x8916, 0x8922, 0x8924, 0x890B, 0x8954): print(attempt(fcntl.ioctl, s, request, b'lo' + b'\\0' * 62))
print(attempt(s.setsockopt, socket.SOL_SOCKET, 25, b'lo\\0'), attempt(s.setsockopt, socket.SOL_SOCKET, 36, 1))
print(attempt(open, '/dev/net/tun', 'rb+'))`,
  sees: /^(E\w+\n){6}(EPERM|done) EPERM\nENOENT\n$/,
})

attack('ports of loopback inside are its own', {
  code: `
relay = int(os.environ['http_proxy'].rpartition(':')[2])
for host in ('127.0.0.1', '::1', '0.0.0.0', '127.0.0.2'):
    for port in (22, 53, 80, 443, 2375, 2376, 4243, 7233, 7234, 8080, 8233, 27017, 27018):
        if attempt(lambda: socket.create_connection((host, port), 1).close()) == 'done': print('connected to', host, port)
listening = {int(line.split()[1].rpartition(':')[2], 16) for line in open('/proc/net/tcp').read().splitlines()[1:] if line.split()[3] == '0A'}
print(listening == {relay}, open('/proc/net/unix').read().count('\\n'))`,
  sees: 'True 1\n',
})

test.serial(
  'servers of this machine hear nothing: on any of its addresses, nor on an abstract socket',
  async (t) => {
    const { python } = await startSandbox(t, { guardRails: false })
    let heard = 0
    const server = net.createServer((socket) => {
      heard += 1
      socket.destroy()
    })
    server.listen(0, '::')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const name = `errand-attack-${crypto.randomUUID()}`
    const local = net.createServer(() => (heard += 1)).listen(`\0${name}`)
    await once(local, 'listening')
    t.teardown(() => {
      server.close()
      local.close()
    })
    const own = Object.entries(networkInterfaces()).flatMap(([zone, infos]) =>
      (infos ?? []).map(({ address }) => (address.startsWith('fe80') ? `${address}%${zone}` : address)),
    )
    const { stdout, stderr } = await python(
      `${HELPERS}
for address in ${JSON.stringify([...own, '127.0.0.1', '::1', '172.17.0.1', 'host.docker.internal'])}:
    print(attempt(lambda: socket.create_connection((address, ${port}), 2)) == 'done')
print(attempt(lambda: socket.socket(socket.AF_UNIX).connect('\\0${name}')))`,
    )
    const outcomes = stdout.trim().split('\n')
    t.is(outcomes.pop(), 'ECONNREFUSED', stderr)
    t.true(outcomes.length >= 5)
    t.true(
      outcomes.every((outcome) => outcome === 'False'),
      stdout,
    )
    t.is(heard, 0)
  },
)
