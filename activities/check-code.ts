import { ApplicationFailure } from '@temporalio/activity'
import type { CodeProblem } from '../domain/workflow-contract.ts'
import type { ActivityDependencies } from './dependencies.ts'

/** Syntax errors and forbidden uses in Python code, found by Python itself. */
export async function checkCode({ sandbox }: ActivityDependencies, code: string): Promise<CodeProblem[]> {
  const checker = sandbox()
  if (!checker) throw ApplicationFailure.nonRetryable('This worker has no container engine.')
  return checker.checkCode(code)
}
