import type Docker from 'dockerode'
import { containerOptions } from '../../sandbox/container-options.ts'

/** What `docker run --rm` does, with the image and limits of the sandbox: create, attach, start, wait, read. */
export function dockerRun(docker: Docker, image: string, code: string): () => Promise<string> {
  const { AttachStdin, OpenStdin, StdinOnce, ...options } = containerOptions({ image, owner: 'bench' })
  return async () => {
    const container = await docker.createContainer({ ...options, Entrypoint: ['python3'], Cmd: ['-c', code] })
    const stream = await container.attach({ stream: true, stdout: true, stderr: true })
    const removed = container.wait({ condition: 'removed' })
    await container.start()
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    await removed
    return Buffer.concat(chunks).toString()
  }
}
