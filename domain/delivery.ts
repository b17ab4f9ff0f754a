import type { ActionInput, ApiCall } from './action.ts'
import type { FieldError } from './problems.ts'
import { completeSchedule, type Delivery } from './schedule.ts'
import { placeholdersOf, templateProblems } from './template.ts'

const PATH = 'schedule.delivery'

/** The delivery as the API Call that it is: its headers and body come later. */
export const deliveryCall = ({ url }: Pick<Delivery, 'url'>): ApiCall => ({
  method: 'POST',
  url,
  headers: {},
  body: null,
  idempotency_key: false,
})

/** The secrets that a delivery needs: those in its URL, and the one that signs. */
export const secretsOfDelivery = (delivery: Pick<Delivery, 'url' | 'secret'>): string[] => [
  ...new Set([...placeholdersOf(deliveryCall(delivery)).map(({ name }) => name), delivery.secret]),
]

/** The secrets that deliveries of the action's runs need. */
export function deliverySecrets({ schedule }: Pick<ActionInput, 'schedule'>): string[] {
  const { delivery } = completeSchedule(schedule)
  return delivery ? secretsOfDelivery(delivery) : []
}

/**
 * What is wrong with an action's delivery: each is one of the 422 on save.
 * @param secrets the names of existing secrets
 */
export function deliveryProblems(
  { schedule, parameters, secrets: declared }: ActionInput,
  secrets: string[],
): FieldError[] {
  const { delivery } = schedule
  if (!delivery) return []
  const names = new Set(parameters.map(({ name }) => name))
  const call = deliveryCall(delivery)
  const given = placeholdersOf(call).filter(({ name }) => names.has(name))
  const known = new Set([...secrets, ...declared])
  return [
    ...given.map(({ name }) => ({
      path: `${PATH}.url`,
      message: `{${name}} is a parameter: where runs are delivered must not depend on what they were given`,
    })),
    ...templateProblems(call, { parameters, secrets: [...known] }).map(({ path, message }) => ({
      path: path.replace(/^api_call\./, `${PATH}.`),
      message: message.replace('neither a parameter nor a secret', 'not a secret'),
    })),
    ...(names.has(delivery.secret)
      ? [
          {
            path: `${PATH}.secret`,
            message: `${delivery.secret} is the name of a parameter, not of a secret`,
          },
        ]
      : known.has(delivery.secret)
        ? []
        : [
            {
              path: `${PATH}.secret`,
              message: `There is no secret ${delivery.secret}: create it, or declare it in 'secrets'`,
            },
          ]),
  ]
}
