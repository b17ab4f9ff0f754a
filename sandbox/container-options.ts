import type Docker from 'dockerode'
import { SANDBOX_LIMITS as LIMITS } from './limits.ts'
import { MASKED_PATHS } from './masked-paths.ts'
import { nextUser } from './users.ts'

/** Every sandbox container has it; its value is the worker process that it belongs to. */
export const SANDBOX_LABEL = 'errand.sandbox'

/** Inside, every path of a cgroup is `/`. The engine's types don't know it yet. */
const OWN_CGROUPS = { CgroupnsMode: 'private' }

export interface ContainerSettings {
  image: string
  owner: string
  /** An OCI runtime that the engine knows, such as `runsc`; its default otherwise. */
  runtime?: string
}

/** How a sandbox container is made: no way out but its own standard streams, and nothing to keep. */
export function containerOptions({
  image,
  owner,
  runtime,
}: ContainerSettings): Docker.ContainerCreateOptions {
  return {
    Image: image,
    Labels: { [SANDBOX_LABEL]: owner },
    // Nothing inside tells where it runs.
    Hostname: 'sandbox',
    User: nextUser(),
    WorkingDir: '/tmp',
    // The worker's end of the input is the only one: the harness leaves when the worker does.
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
    Tty: false,
    // The kernel's empty network namespace, with nothing that the engine adds to one. Making that costs as much
    // CPU as all the rest of a container's life: 226 ms with it, 127 ms without (20.10 with runc, 2 cores).
    NetworkDisabled: true,
    HostConfig: {
      AutoRemove: true,
      // For engines that don't know the former.
      NetworkMode: 'none',
      // The machine's own resolv.conf would name its name servers.
      Dns: ['127.0.0.1'],
      DnsSearch: ['.'],
      Memory: LIMITS.memoryBytes,
      MemorySwap: LIMITS.memoryBytes,
      NanoCpus: LIMITS.cpus * 1e9,
      PidsLimit: LIMITS.processes,
      Ulimits: [
        // Not 0: at 0 the kernel would still pipe a crash to the machine's own handler of core dumps.
        { Name: 'core', Soft: 1, Hard: 1 },
        { Name: 'nofile', Soft: 1024, Hard: 1024 },
      ],
      ReadonlyRootfs: true,
      Tmpfs: {
        '/tmp': `rw,noexec,nosuid,nodev,size=${LIMITS.tmpBytes},nr_inodes=${LIMITS.tmpFiles},mode=1777`,
      },
      // For the semaphores of multiprocessing; what is in it counts as memory.
      ShmSize: 16 * 1024 * 1024,
      IpcMode: 'private',
      ...OWN_CGROUPS,
      MaskedPaths: MASKED_PATHS,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      // The engine would otherwise write the code's output, unmasked, to the disk.
      LogConfig: { Type: 'none', Config: {} },
      ...(runtime ? { Runtime: runtime } : {}),
    },
  }
}
