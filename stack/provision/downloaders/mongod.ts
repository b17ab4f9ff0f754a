// Downloads the official MongoDB server for this system, checks it, and says where it is.
import { MongoBinary } from 'mongodb-memory-server-core/lib/util/MongoBinary.js'

// The package checks certificates only where npm is told to.
process.env.npm_config_strict_ssl = 'true'
process.env.MONGOMS_MD5_CHECK = 'true'

const [into = '', version = ''] = process.argv.slice(2)
// Progress bars would hide the answer.
console.log = () => {}
try {
  const path = await MongoBinary.getPath({ downloadDir: into, version, checkMD5: true })
  process.stdout.write(`\n${path}\n`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
