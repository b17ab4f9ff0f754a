import { attackSandbox } from './support/attack.ts'

// Attacks on what harness and worker say to each other. A container that was taken over whole is in
// ../forged-frames.test.ts; here the code has what code can have.

const attack = attackSandbox()

/** What makes a frame, written by hand. */
const FRAMES = `
import json, struct
def frame(kind, payload=b'', channel=0): return struct.pack('>BII', kind, channel, len(payload)) + payload
RESULT = frame(35, json.dumps({'status': 0, 'out_of_memory': False, 'report': ''}).encode())
`

attack('frames that are printed are output like any other', {
  code: `${FRAMES}
os.write(1, RESULT + frame(16, channel=1) + frame(32) + b'\\n')
sys.exit(3)`,
  sees: /"status": 0.*\n$/s,
  ends: 'python_error',
})

attack('frames written to every descriptor end up nowhere else', {
  code: `${FRAMES}
for descriptor in range(4, 256): attempt(os.write, descriptor, RESULT)
for descriptor in range(64): attempt(lambda: open(f'/proc/1/fd/{descriptor}', 'wb', buffering=0).write(RESULT))
for descriptor in range(64): attempt(lambda: open(f'/proc/{os.getppid()}/fd/{descriptor}', 'wb', buffering=0).write(RESULT))
print('written')
sys.exit('failed')`,
  sees: 'written\n',
  ends: 'python_error',
})

attack('a report of success does not make a failure one', {
  code: `
import json
os.write(3, json.dumps({'status': 0, 'out_of_memory': False, 'code': None, 'report': ''}).encode())
os._exit(7)`,
  ends: 'python_error',
  also: (t, { error }) => t.is(error?.message, 'The code ended with exit status 7.'),
})

attack('a report can not claim what only the worker says', {
  code: `
import json
os.write(3, json.dumps({'code': 'cancelled', 'type': 'x', 'message': 'y', 'line': 1}).encode())
os._exit(1)`,
  ends: 'python_error',
})

attack('a report nested too deeply to read is none', {
  code: "os.write(3, b'[' * 60_000)\nos._exit(1)",
  ends: 'python_error',
})

attack('a second harness is a program like any other', {
  code: `
ran = subprocess.run([sys.executable, '-I', '-c', 'from errand_sandbox.harness import main; main()'], input=b'', capture_output=True)
print(ran.returncode, ran.stdout)`,
  sees: "0 b' \\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00'\n",
})

attack('taking the place of the program does not take the place of the harness', {
  code: "os.execv(sys.executable, [sys.executable, '-I', '-c', 'from errand_sandbox.harness import main; main()'])",
  sees: '',
  ends: 'python_error',
})

attack("changing the harness's modules changes the fork only", {
  code: `
import errand_sandbox.harness as harness, errand_sandbox.frames as frames, errand_sandbox.child as child
for module in (harness, frames, child):
    for name in list(vars(module)):
        if not name.startswith('__'): setattr(module, name, None)
os.write(1, b'changed\\n')
os._exit(0)`,
  sees: 'changed\n',
})

attack('the relay takes frames for what they are: no HTTP', {
  code: `${FRAMES}
port = int(os.environ['http_proxy'].rpartition(':')[2])
for bytes_sent in (RESULT, b'\\0' * 9, b'\\xff' * 4096, b'CONNECT ' + b'a' * 100_000):
    connection = socket.create_connection(('127.0.0.1', port), timeout=5)
    try:
        connection.sendall(bytes_sent)
        connection.shutdown(socket.SHUT_WR)
        answer = b''
        while piece := connection.recv(4096): answer += piece
        print(answer[:12] in (b'HTTP/1.1 400', b'HTTP/1.1 431', b''))
    except OSError: print(True)`,
  sees: 'True\nTrue\nTrue\nTrue\n',
})

attack('a thousand connections to the relay wait for each other, and nothing breaks', {
  code: `
port = int(os.environ['http_proxy'].rpartition(':')[2])
held = []
for _ in range(900):
    connection = socket.socket()
    connection.setblocking(False)
    connection.connect_ex(('127.0.0.1', port))
    held.append(connection)
time.sleep(0.5)
for connection in held: connection.close()
connection = socket.create_connection(('127.0.0.1', port), timeout=15)
connection.sendall(b'GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')
print(connection.recv(12))`,
  sees: "b'HTTP/1.1 400'\n",
})

attack('a request without an end is held back, not kept', {
  code: `
port = int(os.environ['http_proxy'].rpartition(':')[2])
connection = socket.create_connection(('127.0.0.1', port))
connection.settimeout(2)
sent = 0
try:
    connection.sendall(b'GET http://127.0.0.1/ HTTP/1.1\\r\\n')
    while sent < 50_000_000: sent += connection.send(b'x: ' + b'y' * 60_000 + b'\\r\\n')
except OSError: pass
print(sent < 50_000_000)`,
  sees: 'True\n',
})

attack('another process can not listen where the relay does', {
  code: `
port = int(os.environ['http_proxy'].rpartition(':')[2])
other = socket.socket()
other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
print(attempt(other.bind, ('127.0.0.1', port)), attempt(lambda: socket.create_server(('0.0.0.0', port))))`,
  sees: 'EADDRINUSE EADDRINUSE\n',
})
