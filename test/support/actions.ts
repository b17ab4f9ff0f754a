/** Actions as the tests' users would write them. */

export const profileAction = (targetUrl: string): Record<string, unknown> => ({
  name: 'GitHub profile',
  description: 'Looks up a GitHub account',
  trigger: "When the user asks for a GitHub user's profile information",
  parameters: [
    { name: 'username', type: 'string', description: 'The GitHub login whose profile is asked for' },
  ],
  type: 'api_call',
  api_call: {
    method: 'GET',
    url: `${targetUrl}/users/{username}`,
    headers: { Authorization: 'Bearer {GITHUB_TOKEN}' },
  },
  usage_instructions: 'Give the name, company and number of repositories',
})

export const refundAction: Record<string, unknown> = {
  name: 'Refund status',
  description: 'Says how far the refund of an order is',
  trigger: 'When the user asks where the refund for an order is',
  parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
  type: 'python',
  python: {
    code: `import json, os
token = os.environ['SHOP_TOKEN']
print(json.dumps({
    'order': int(os.environ['order_id']),
    'refund_status': 'on its way',
    'amount': '42.50 EUR',
    'signed_with': token,
}))
`,
  },
  usage_instructions: 'Give the refund status and the amount',
}
