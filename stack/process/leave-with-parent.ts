// Preloaded (--import) into the API and the worker: when the stack is gone, however it went, the channel to
// it closes, and they stop as they would on SIGTERM; for good where that takes too long.
const GRACE_MS = 15_000

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  process.kill(process.pid, 'SIGTERM')
})
// Watching must not keep a process alive that has nothing else to do.
process.channel?.unref()
