export { answerQuestion } from './answer-question.ts'
export { checkCode } from './check-code.ts'
export { invokeAction } from './invoke-action.ts'
export { matchQuestion } from './match-question.ts'
