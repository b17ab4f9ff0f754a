/*
 * A worker of the bare workflow, with the SDK's defaults. Tells its parent when it polls.
 */
import { fileURLToPath } from 'node:url'
import { NativeConnection, Worker } from '@temporalio/worker'
import { pino } from 'pino'
import { installLogger } from '../../worker/logger.ts'
import * as activities from './activities.ts'
import { BARE_TASK_QUEUE } from './task-queue.ts'

installLogger(pino({ level: 'silent' }))
const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS ?? '' })
const worker = await Worker.create({
  connection,
  taskQueue: BARE_TASK_QUEUE,
  workflowsPath: fileURLToPath(new URL('workflows.ts', import.meta.url)),
  activities,
})
process.on('SIGTERM', () => worker.shutdown())
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
await worker.run()
process.exit(0)
