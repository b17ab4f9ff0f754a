/** The closed part of the form in which a field is, or null. */
export function partOf(field: string): 'schedule' | 'approval' | 'limits' | null {
  if (field.startsWith('schedule.') || field.endsWith('.scheduled')) return 'schedule'
  if (field === 'requires_approval' || field === 'approval_timeout_seconds') return 'approval'
  return field === 'timeout_seconds' || field === 'api_call.idempotency_key' ? 'limits' : null
}
