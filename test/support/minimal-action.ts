/** The least that an action must have. */
export const minimal = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name,
  trigger: `When the user asks for ${name}`,
  type: 'api_call',
  api_call: { url: 'https://api.example.com/' },
  ...more,
})
