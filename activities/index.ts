import type { Activities } from '../domain/activity-contract.ts'
import { callApi, createCaller } from './call-api.ts'
import { checkCode } from './check-code.ts'
import { deliverRun } from './deliver-run.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { fillParameters } from './fill-parameters.ts'
import { interpretResult } from './interpret-result.ts'
import { recordAnswer } from './record-answer.ts'
import { runPython } from './run-python.ts'
import { understandQuestion } from './understand-question.ts'

export function createActivities(deps: ActivityDependencies): Activities {
  const caller = createCaller(deps.egress)
  return {
    understandQuestion: (input) => understandQuestion(deps, input),
    fillParameters: (input) => fillParameters(deps, input),
    callApi: (input) => callApi(deps, caller, input),
    runPython: (input) => runPython(deps, input),
    interpretResult: (input) => interpretResult(deps, input),
    checkCode: (code) => checkCode(deps, code),
    recordAnswer: (input) => recordAnswer(deps, input),
    deliverRun: (input) => deliverRun(deps, caller.side_effect, input),
  }
}
