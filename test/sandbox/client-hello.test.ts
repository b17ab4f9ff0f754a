import test from 'ava'
import fc from 'fast-check'
import { readClientHello } from '../../sandbox/gate/client-hello.ts'
import { helloOf, inRecords } from './support/client-hellos.ts'
import '../support/property-seed.ts'

test('reads the server name, or that there is none', async (t) => {
  t.deepEqual(readClientHello(await helloOf({ servername: 'api.example.com' })), {
    serverName: 'api.example.com',
  })
  t.deepEqual(readClientHello(await helloOf({ servername: '' })), { serverName: null })
  t.deepEqual(readClientHello(await helloOf({ servername: 'old.example', maxVersion: 'TLSv1.2' })), {
    serverName: 'old.example',
  })
})

test('waits for a hello that comes in pieces, be they packets or records', async (t) => {
  const hello = await helloOf({ servername: 'api.example.com' })
  for (const size of [1, 7, 100]) {
    const bytes = inRecords(hello, size)
    for (let length = 0; length < bytes.length; length += 13)
      t.is(readClientHello(bytes.subarray(0, length)), 'incomplete')
    t.deepEqual(readClientHello(bytes), { serverName: 'api.example.com' })
  }
})

test('calls everything else invalid', async (t) => {
  const hello = await helloOf({ servername: 'api.example.com' })
  const serverHello = Buffer.from(hello)
  serverHello[5] = 2
  const tooLong = Buffer.from([22, 3, 1, 255, 255])
  const cutShort = Buffer.from([22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3])
  for (const bytes of [
    Buffer.from('GET / HTTP/1.1'),
    Buffer.from('SSH-2.0-x\r\n'),
    serverHello,
    tooLong,
    cutShort,
  ])
    t.is(readClientHello(bytes), 'invalid')
})

test('never throws, whatever a client sends', async (t) => {
  const hello = await helloOf({ servername: 'api.example.com' })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(hello.length - 1), fc.nat(255))),
      fc.nat(hello.length),
      (changes, length) => {
        const bytes = Buffer.from(hello)
        for (const [at, value] of changes) bytes[at] = value
        readClientHello(bytes.subarray(0, length))
      },
    ),
  )
  t.pass()
})
