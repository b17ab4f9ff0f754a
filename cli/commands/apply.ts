import type { Command } from 'commander'
import { applyPlan } from '../actions-folder/apply.ts'
import { checkActions } from '../actions-folder/check.ts'
import { checkOnServer } from '../actions-folder/check-on-server.ts'
import { type Plan, planFor } from '../actions-folder/plan.ts'
import { readActions } from '../actions-folder/read-folder.ts'
import { planAsJson, showPlan, summaryOf, titleOf } from '../actions-folder/show-plan.ts'
import { path } from '../client/path.ts'
import { type Context, carriedOut } from '../context.ts'
import { CliError, EXIT } from '../failure.ts'
import { listActions } from '../find-action.ts'
import { safeLine } from '../terminal/safe-text.ts'

const FILES = `
Files are JSON or YAML, each one action, or an array of them, as \`actions export\` writes them. An action is found by
its name, or by its id where the file has one. Values of secrets are never in files: \`errand secrets set\`.
`

export function addApply(actions: Command): void {
  carriedOut<{ prune?: boolean; detailedExitcode?: boolean }>(
    actions
      .command('plan')
      .description('what `apply` would change, without changing it')
      .argument('<guru>')
      .argument('<folder>', 'or one file')
      .option('--prune', 'also delete what is not in the files')
      .option('--detailed-exitcode', 'end with 2 where there are changes, and with 0 where there are none')
      .addHelpText('after', `${FILES}\nExample:\n  errand actions plan acme actions/ --prune`),
    async (context, { prune = false, detailedExitcode }, guru = '', folder = '') => {
      const plan = await makePlan(context, guru, folder, prune)
      context.output.result(planAsJson(plan), () => showPlan(plan, context.output))
      if (detailedExitcode && plan.steps.length > 0) process.exitCode = EXIT.changes
    },
  )

  carriedOut<{ prune?: boolean }>(
    actions
      .command('apply')
      .description('make the guru have the actions of the files; a second time it changes nothing')
      .argument('<guru>')
      .argument('<folder>', 'or one file')
      .option('--prune', 'delete what is not in the files')
      .addHelpText('after', `${FILES}\nExample:\n  errand actions apply acme actions/ --prune`),
    async (context, { prune = false }, guru = '', folder = '') => {
      const { client, output } = context
      const plan = await makePlan(context, guru, folder, prune)
      if (!output.json) output.line(showPlan(plan, output))
      const warnings: string[] = []
      await applyPlan(client, guru, plan, ({ step, action }) => {
        if (!output.json) output.line(`Done: ${titleOf(step)}`)
        for (const warning of action?.warnings ?? []) warnings.push(`${action?.name}: ${warning}`)
      })
      for (const warning of warnings) output.note(`Advice: ${safeLine(warning)}`)
      output.result({ ...planAsJson(plan), warnings }, () =>
        plan.steps.length > 0 ? `Applied: ${summaryOf(plan)}` : 'Nothing to do.',
      )
    },
  )
}

/** Files are read and checked whole before the server is asked for anything but names. */
async function makePlan(
  { client, output }: Context,
  guru: string,
  folder: string,
  prune: boolean,
): Promise<Plan> {
  const files = readActions(folder)
  if (files.length === 0)
    throw new CliError(
      `${folder} has no actions: no file in it ends in .json, .yaml or .yml. Nothing was changed.`,
    )
  const [{ actions, limit }, { secrets }] = await output.during('Reading what there is', () =>
    Promise.all([
      listActions(client, guru),
      client.json<{ secrets: { name: string }[] }>('GET', path`/${guru}/secrets`),
    ]),
  )
  const names = secrets.map(({ name }) => name)
  const plan = planFor(checkActions(files, names), { actions, limit, secrets: names }, prune)
  await output.during('Having it checked', () => checkOnServer(client, guru, plan))
  return plan
}
