import type { Run } from '../../domain/run.ts'
import { hostileMarkdown, hostileName, hostileSvg, hostileText } from './hostile.ts'
import type { StackContext } from './shared-stack.ts'
import { type Handler, sendJson } from './target-server.ts'

/** A service whose every answer is hostile. */
export const hostileService: Handler = ({ path }, response) => {
  if (path.startsWith('/html'))
    response
      .writeHead(200, { 'content-type': 'text/html', 'x-note': '<script>1</script>' })
      .end(hostileText('body'))
  else if (path.startsWith('/fails'))
    response.writeHead(500, { 'content-type': 'text/html' }).end(hostileText('failure'))
  else
    sendJson(response, {
      status: hostileMarkdown('answer'),
      [hostileName('member')]: hostileText('value'),
      list: [
        { link: "javascript:reportExecution('list')", picture: '![x](http://elsewhere.invalid/list.png)' },
      ],
    })
}

const CODE = `import os, pathlib, sys
out = pathlib.Path('/tmp/out')
(out / 'picture.svg').write_text(${JSON.stringify(hostileSvg('svg'))})
(out / 'page.html').write_text(${JSON.stringify(hostileText('html-file'))})
(out / '"><img src=x onerror=reportExecution(1)>.png').write_bytes(bytes.fromhex('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082'))
print(${JSON.stringify(hostileText('stdout'))})
print(${JSON.stringify(hostileText('stderr'))}, file=sys.stderr)
`

/** A guru all of whose texts are hostile, with what came of its runs. */
export interface HostileScene {
  guru: string
  /** The ids of the actions, by what they answer. */
  actions: Record<'json' | 'html' | 'fails' | 'files', string>
  /** Of the conversation. */
  session: string
  /** By what they are about. */
  runs: Record<'json' | 'html' | 'fails' | 'files', Run>
}

/** Set once, by the first test that needs it. */
let scene: Promise<HostileScene> | undefined
export const hostileScene = (context: StackContext): Promise<HostileScene> => {
  scene ??= setScene(context)
  return scene
}

async function setScene({ api, newGuru, target }: StackContext): Promise<HostileScene> {
  const guru = await newGuru({
    name: hostileName('guru'),
    description: hostileText('guru-description'),
    instructions: hostileMarkdown('instructions'),
  })
  await api.post(`/gurus/${guru}/keys`, { name: hostileName('key'), role: 'manage' })
  await api.put(`/${guru}/secrets/SHOP_TOKEN`, { value: hostileText('secret') })
  const make = (name: string, more: object) =>
    api.post<{ id: string }>(`/${guru}/actions`, {
      name: hostileName(name),
      description: hostileText('description').slice(0, 400),
      trigger: `When the user asks for the ${name} status ${hostileName('trigger')}`,
      parameters: [{ name: 'order', type: 'string', description: hostileName('parameter') }],
      usage_instructions: hostileText('usage').slice(0, 400),
      type: 'api_call',
      api_call: { url: `${target.url}/${name}?{order}`, headers: { 'x-token': '{SHOP_TOKEN}' } },
      ...more,
    })
  const actions = {
    json: await make('json', {}),
    html: await make('html', {}),
    fails: await make('fails', {}),
    files: await make('files', { type: 'python', api_call: null, python: { code: CODE } }),
  }
  const run = ({ id }: { id: string }) =>
    api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`, {
      parameters: { order: hostileText('value-given') },
    })
  const runs = {
    json: await run(actions.json),
    html: await run(actions.html),
    fails: await run(actions.fails),
    files: await run(actions.files),
  }
  const { session_id: session } = await api.post<{ session_id: string }>(`/${guru}/answer`, {
    question: `What is the json status of order "7"? ${hostileText('question')}`,
  })
  await api.request('PATCH', `/${guru}/actions/${actions.json.id}`, {
    description: hostileText('changed').slice(0, 400),
  })
  const idOf = (name: keyof typeof actions) => actions[name].id
  const ids = { json: idOf('json'), html: idOf('html'), fails: idOf('fails'), files: idOf('files') }
  return { guru, actions: ids, session, runs }
}

/** An OpenAPI document of the same kind. */
export const HOSTILE_API = {
  openapi: '3.1.0',
  info: { title: hostileText('title'), version: hostileName('version') },
  servers: [{ url: 'https://shop.example.com' }],
  paths: {
    '/orders': {
      get: {
        operationId: hostileName('operation'),
        summary: hostileName('summary'),
        description: hostileMarkdown('described'),
        tags: [hostileName('tag')],
        responses: { 200: { description: 'OK' } },
      },
    },
  },
}
