// Builds the dashboard ahead of time, for an image: node stack/dashboard/make.ts FOLDER
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildDashboard } from './build-dashboard.ts'

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('Say where to: node stack/dashboard/make.ts FOLDER')
  process.exit(2)
}
await buildDashboard(fileURLToPath(new URL('../..', import.meta.url)), resolve(folder))
