// Loaded by AVA into the process of every test file. AVA waits for that process to end by itself, and until then it
// takes one of the places that files run in: a test that fails and leaves a stack behind would halve the speed of
// everything after it.
import { registerCompletionHandler } from 'ava'

/** What a file may take after its last hook, ms. Stopping a stack is the longest thing, and hooks wait for that. */
const PATIENCE_MS = 20_000

registerCompletionHandler(() => {
  setTimeout(() => {
    console.error(
      `All tests of this file are over, but something that they began is not: ${process.getActiveResourcesInfo().join(', ')}. Stop it in a teardown.`,
    )
    process.exit(1)
  }, PATIENCE_MS).unref()
})
