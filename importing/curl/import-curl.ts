import { type ActionInput, type ApiCall, actionInputSchema, LIMITS } from '../../domain/action.ts'
import { templateProblems } from '../../domain/template.ts'
import { unusable } from '../problem.ts'
import { COMMAND_CHARACTERS, type CurlImport } from '../schemas.ts'
import { serviceOf } from '../shared/service-name.ts'
import { withoutTokens } from '../shared/token-shapes.ts'
import { callOf } from './call.ts'
import { draftTexts } from './draft-texts.ts'
import { Findings } from './findings.ts'
import { Marks } from './marks.ts'
import { readOptions } from './options.ts'
import { readShell } from './read-shell.ts'
import { readRequest } from './request.ts'
import { cutUrl } from './url-places.ts'

/**
 * Makes a draft of the request that a curl command line sends. Credentials become declared secrets; their values are
 * neither in the draft nor in any message.
 * @throws {Problem} `validation_failed` at `command` where there is nothing to make a draft of
 */
export function importCurl(command: string): CurlImport {
  if (command.length > COMMAND_CHARACTERS)
    throw unusable('command', `must have at most ${COMMAND_CHARACTERS} characters`)
  const marks = new Marks()
  const shell = readShell(command, marks)
  const { warnings } = shell
  const request = readRequest(readOptions(shell.words), shell.stdin, marks, warnings)
  const url = cutUrl(request.url, marks, request.globbing, warnings)
  const service = serviceOf(
    marks.map(url.host, (literal) => literal).replace(/[\uFDD0\uFDD1]\d*|[<>{}]/g, ''),
  )
  const findings = new Findings(marks, warnings, service)
  const { call, path } = callOf(request, url, findings)

  const { name, trigger } = draftTexts(call.method, path, service)
  const declared = findings.secrets
  if (declared.length > 0)
    warnings.push(
      `${declared.join(', ')} ${declared.length === 1 ? 'is a secret' : 'are secrets'} that you have to put: ${declared.length === 1 ? 'its value is' : 'their values are'} not kept.`,
    )
  if (call.method === 'DELETE')
    warnings.push('Each run asks for approval first, because it deletes something.')
  const draft: Partial<ActionInput> = {
    name,
    trigger,
    description: `Sends ${call.method} ${call.url.replace(/\?.*$/s, '')}`.slice(0, LIMITS.description),
    parameters: findings.parameters,
    type: 'api_call',
    api_call: call,
    timeout_seconds: request.timeoutSeconds ?? 30,
    requires_approval: call.method === 'DELETE',
    secrets: declared,
  }
  return checked(cleared(draft, findings), warnings.map(withoutTokens))
}

/** Texts that are for people hold no credential either, wherever they got it from. */
function cleared(draft: Partial<ActionInput>, findings: Findings): Partial<ActionInput> {
  const clear = (text: string) => {
    let cleaned = withoutTokens(text)
    for (const value of findings.tellingValues()) cleaned = cleaned.replaceAll(value, '…')
    return cleaned
  }
  return {
    ...draft,
    name: clear(draft.name ?? ''),
    trigger: clear(draft.trigger ?? ''),
    description: clear(draft.description ?? ''),
    parameters: draft.parameters?.map((parameter) => ({
      ...parameter,
      description: clear(parameter.description),
    })),
  }
}

/** A draft can be saved as it is, or there is none. Messages name fields and rules, and quote nothing. */
function checked(draft: Partial<ActionInput>, warnings: string[]): CurlImport {
  const parsed = actionInputSchema.safeParse(draft)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.filter((part) => typeof part === 'string' && /^[a-z_]+$/.test(part)).join('.')
    throw unusable(
      'command',
      `makes no action that can be saved: ${field || 'the action'} ${issue?.message ?? 'is not valid'}`,
    )
  }
  const action = parsed.data
  const [problem] = templateProblems(action.api_call as ApiCall, {
    parameters: action.parameters,
    secrets: action.secrets,
  })
  if (problem) {
    const said = problem.path === 'api_call.url' ? 'is not valid' : problem.message
    throw unusable(
      'command',
      `makes no action that can be saved: ${problem.path.replace(/headers\..*/, 'headers')} ${said}`,
    )
  }
  return { action, warnings: [...new Set(warnings)] }
}
