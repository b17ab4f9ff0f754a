/** The actions that a file holds, in its order, as far as they can be told: it may hold anything. */
export function actionsOfFile(content: object): unknown[] {
  if (Array.isArray(content)) return content
  if ('actions' in content && Array.isArray(content.actions)) return content.actions
  return [content]
}

/** The name of an action that may be none. */
export function nameOf(action: unknown): string | null {
  const name = memberOf(action, 'name')
  return typeof name === 'string' && name.trim() ? name : null
}

/** Whether an action's schedule is on. */
export const isScheduled = (action: unknown): boolean =>
  memberOf(memberOf(action, 'schedule'), 'enabled') === true

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
