/**
 * What credentials of well-known services look like. Each begins with something fixed, or is so long and so
 * formed that nothing else looks like it, and is matched in one pass.
 */
const SHAPES = [
  String.raw`(?:sk|rk|pk|ek)_(?:live|test|prod|sandbox)_[\w-]{6,}`,
  'whsec_[A-Za-z0-9+/=]{8,}',
  String.raw`sk-[A-Za-z0-9][\w-]{12,}`,
  'gh[opsur]_[A-Za-z0-9]{8,}',
  String.raw`github_pat_\w{8,}`,
  String.raw`gl(?:pat|ptt|dt|rt|cbt|soat|ft|agent|imt)-[\w-]{8,}`,
  String.raw`xox[a-z](?:\.[a-z]+)?-[\w-]{6,}`,
  String.raw`xapp-[\w-]{8,}`,
  String.raw`SG\.[\w-]{8,}(?:\.[\w-]{8,})?`,
  'key-[0-9a-f]{16,}',
  'shp(?:at|ca|pa|ss)_[A-Za-z0-9]{8,}',
  String.raw`pat-[a-z]{2}\d-[\w-]{8,}`,
  String.raw`pat[A-Za-z0-9]{10,}\.[0-9a-f]{16,}`,
  '(?:secret|ntn)_[A-Za-z0-9]{20,}',
  'lin_(?:api|oauth)_[A-Za-z0-9]{8,}',
  'do[por]_v1_[0-9a-f]{8,}',
  'npm_[A-Za-z0-9]{16,}',
  String.raw`pypi-[\w-]{16,}`,
  String.raw`(?:hf|r8|gsk|sbp|tfp|rnd|figd|figdu|fo1|phx|phc|glsa|glc|dckr_pat|vercel|dapi|ops|nvapi|pplx|xai|pmak|nrak|cfpat|atatt3x|atbb|ghsr|sntrys|sntryu|tskey|lsv2_pt|lsv2_sk|airtable|pul|shippo_(?:live|test)|fio-u|frb|ddp|ddog)[_-][\w-]{16,}`,
  String.raw`(?:ATATT3x|ATBB|ATCTT3x|NRAK-|PMAK-|CFPAT-|dapi)[\w=-]{16,}`,
  '(?:AKIA|ASIA|AGPA|AROA)[A-Z0-9]{12,}',
  String.raw`AIza[\w-]{20,}`,
  String.raw`ya29\.[\w-]{8,}`,
  String.raw`1//0[\w-]{20,}`,
  'EA[A-Z][A-Za-z0-9]{40,}',
  String.raw`sq0(?:atp|csp|idp)-[\w-]{16,}`,
  String.raw`sha256~[\w-]{30,}`,
  String.raw`eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?`,
  String.raw`\d{6,12}:AA[\w-]{20,}`,
  String.raw`[MNO][A-Za-z\d_-]{22,30}\.[\w-]{6}\.[\w-]{27,45}`,
  'SK[0-9a-f]{32}',
  String.raw`-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,20000}?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)`,
]

/** Not within a longer word, so that `task-…` is no `sk-…`; `bot` before the numbers of Telegram is no word. */
const TOKEN = new RegExp(
  String.raw`(?<![A-Za-z0-9_-])(?:${SHAPES.join('|')})|(?<=\bbot)\d{6,12}:AA[\w-]{20,}`,
  'g',
)

export interface Found {
  from: number
  to: number
}

/** Where a text has credentials of well-known shapes, in order. */
export function tokensIn(text: string): Found[] {
  if (text.length < 10) return []
  return Array.from(text.matchAll(TOKEN), (match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }))
}

export const hasToken = (text: string): boolean => tokensIn(text).length > 0

/** The text without such credentials, for names and messages. */
export const withoutTokens = (text: string): string => text.replace(TOKEN, '…')

/** Long, and of such characters that nobody chose it as a name: what keys and webhook addresses are made of. */
export function isOpaque(text: string, length = 16): boolean {
  if (text.length < length || !/^[A-Za-z0-9_=+/.~-]+$/.test(text)) return false
  const digits = text.replace(/\D/g, '').length
  return digits >= 3 && /[A-Za-z]/.test(text) && !/^v\d/.test(text)
}
