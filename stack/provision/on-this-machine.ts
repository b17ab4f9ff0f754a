import { arch, platform } from 'node:os'

/** A cache may be shared by machines of different kinds (a home folder on the network). */
export const onThisMachine = (name: string): string => `${name}-${platform()}-${arch()}`
