import type { Order } from './order.ts'
import type { ActionWords } from './score.ts'
import { bestOf, type Token } from './tokens.ts'

/** What a question wants done, and what it speaks of doing. */
export interface Doing {
  orders: Order[]
  isQuestion: boolean
  /** What it says that somebody does. */
  predicates: Token[]
}

/** 1 where a question orders something else than what the action does, 0.5 where it is on another doing. */
export const otherwise = (doing: Doing, words: ActionWords): number =>
  ordersOther(doing, words.nature) ? 1 : saysOther(doing, words) ? 0.5 : 0

/** Something else than what the action does is ordered, or nothing is where it creates something. */
function ordersOther({ orders, isQuestion }: Doing, nature: Order | null): boolean {
  if (nature === 'look') return orders.length > 0 && !orders.includes('look')
  return nature === 'create' && (orders.length > 0 || isQuestion) && !orders.includes('create')
}

/** Whether the question is on doing something that the action does not speak of. */
const saysOther = ({ predicates }: Doing, { head, parameters }: ActionWords): boolean =>
  predicates.some((token) => bestOf(token, head) === 0 && bestOf(token, parameters) === 0)
