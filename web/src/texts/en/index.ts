import { actions } from './actions.ts'
import { audit } from './audit.ts'
import { chat } from './chat.ts'
import { codeEditor } from './code-editor.ts'
import { common } from './common.ts'
import { editor } from './editor.ts'
import { home } from './home.ts'
import { imports } from './imports.ts'
import { keys } from './keys.ts'
import { run } from './run.ts'
import { httpErrors, runErrors } from './run-errors.ts'
import { runOutput } from './run-output.ts'
import { runs } from './runs.ts'
import { secrets } from './secrets.ts'
import { settings } from './settings.ts'
import { signIn } from './sign-in.ts'
import { start } from './start.ts'
import { testPanel } from './test-panel.ts'
import { values } from './values.ts'
import { versions } from './versions.ts'

/** Every English text of the dashboard, by the page that shows it: one folder to translate. */
export const texts = {
  common,
  signIn,
  home,
  actions,
  chat,
  imports,
  start,
  secrets,
  keys,
  audit,
  settings,
  run,
  runs,
  runErrors,
  httpErrors,
  codeEditor,
  editor,
  runOutput,
  testPanel,
  values,
  versions,
}
