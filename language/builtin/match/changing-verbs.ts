/** Verbs of actions that change something. */
export const CHANGING_VERBS: readonly string[] =
  `create add send buy pay cancel delete remove update change submit restart deploy make reserve open close
  start stop book post order file refund transfer schedule set charge approve reject assign escalate reset disable enable
  block unblock revoke grant invite publish release upload write trigger notify reply archive move rename apply redeem
  credit issue ship return report log register unregister subscribe unsubscribe reboot purge drop clear edit insert
  replace activate deactivate lock unlock void renew extend reopen resolve merge deduct withdraw donate place`
    .split(/\s+/)
    .map((verb) => verb.trim())

/** Those that are nouns as often: "order status", "log file". */
export const NOUNS_AS_WELL: ReadonlySet<string> = new Set(
  'order file book post log report issue ship credit return schedule set place release'.split(' '),
)

/** "Creates", "pays", "cancels", "applies", "reaches". */
export const thirdPerson = (verb: string): string =>
  /[^aeo]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : /(?:s|sh|ch|x|o)$/.test(verb) ? `${verb}es` : `${verb}s`
