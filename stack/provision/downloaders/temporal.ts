// Downloads the Temporal CLI the way its SDK does for tests, which starts it once; then says where it is.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { TestWorkflowEnvironment } from '@temporalio/testing'

const [into = '', version = ''] = process.argv.slice(2)
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir: into, version: `v${version}` } },
  })
  await environment.teardown()
  const files = readdirSync(into).map((name) => join(into, name))
  const [largest] = files.sort((one, other) => statSync(other).size - statSync(one).size)
  console.log(largest)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
