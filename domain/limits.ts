/** Sizes of an action's parts; the contract fixes them. */
export const LIMITS = {
  name: 80,
  description: 2_000,
  trigger: 1_000,
  parameters: 30,
  parameterName: 64,
  parameterDescription: 1_000,
  usageInstructions: 4_000,
  url: 4_000,
  header: 4_000,
  headers: 50,
  body: 100_000,
  codeCharacters: 10_000,
  codeLines: 500,
  pythonTimeoutSeconds: 30,
  apiCallTimeoutSeconds: 120,
  /** 30 days */
  approvalTimeoutSeconds: 30 * 86_400,
} as const

/** How long a run waits for its approval where the action does not say: 7 days. */
export const APPROVAL_TIMEOUT_SECONDS = 7 * 86_400
