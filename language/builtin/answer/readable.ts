import type { Field, Json } from './fields.ts'
import type { Frame } from './frame.ts'

const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:[.,]\d{1,9})?)?\s?(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/
/** Numbers that count or measure; those of orders and the like stay as they are. */
const COUNTED =
  /count|total|amount|price|cost|sum|paid|balance|revenue|sales|salary|income|budget|fee|tax|value|turnover|follow|population|repos|stars|views|visits|users|members|downloads|likes|quantity|stock|size|bytes|rows|average|mean|median|distance|betrag|summe|preis|kosten|anzahl|menge|umsatz/i
const MONEY =
  /amount|price|cost|total|sum|paid|balance|revenue|sales|salary|fee|tax|due|refund|charge|betrag|preis|summe|kosten/i
const NOT_MONEY = /count|quantity|number|rows|items|users|id$/i
const CURRENCY_KEY = /(?:^|\.)(?:currency|currency_code|currencyCode|waehrung|währung)$/
const GROUPED_FROM = 10_000

/** A scalar as people read it: dates and large counts in the language's way, money with its currency. */
export function readable(field: Field, siblings: Field[], frame: Frame): string {
  const { value, path } = field
  const currency = currencyOf(field, siblings)
  if (
    currency &&
    (typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value)))
  )
    return `${grouped(value, frame)} ${currency}`
  if (typeof value === 'number' && Math.abs(value) >= GROUPED_FROM && COUNTED.test(lastOf(path)))
    return grouped(value, frame)
  return scalar(value, frame)
}

/** A scalar without anything that is known of it. */
export function scalar(value: Json | undefined, frame: Frame): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? frame.yes : frame.no
  if (typeof value === 'string') return dateIn(value, frame) ?? value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const lastOf = (path: string): string => path.split('.').at(-1) ?? path

/** The digits as they are, thousands apart: whether 4990 are cents is not known. */
function grouped(value: number | string, { locale }: Frame): string {
  const digits = String(value).split('.')[1]?.length ?? 0
  if (digits > 10 || !Number.isFinite(Number(value)) || /e/i.test(String(value))) return String(value)
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits === 1 ? 2 : digits,
    maximumFractionDigits: Math.max(2, digits),
  }).format(Number(value))
}

/** The code that stands beside an amount in the same object. */
function currencyOf({ path }: Field, siblings: Field[]): string | null {
  const key = lastOf(path)
  if (!MONEY.test(key) || NOT_MONEY.test(key)) return null
  const inside = path.slice(0, path.length - key.length)
  const found = siblings.find(
    (other) => CURRENCY_KEY.test(other.path) && other.path.slice(0, -lastOf(other.path).length) === inside,
  )
  return typeof found?.value === 'string' && /^[a-z]{3}$/i.test(found.value)
    ? found.value.toUpperCase()
    : null
}

/** "2026-03-01T14:00:00Z" as "1 March 2026, 14:00 UTC", with the time that it says; null where it is no such text. */
function dateIn(text: string, { locale }: Frame): string | null {
  const match = MOMENT.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, zone] = match
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null
  const said = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date)
  if (hour === undefined) return said
  const place =
    zone === undefined ? '' : zone === 'Z' || /^(?:UTC|[+-]00:?(?:00)?)$/.test(zone) ? ' UTC' : ` UTC${zone}`
  return `${said}, ${hour}:${minute}${place}`
}
