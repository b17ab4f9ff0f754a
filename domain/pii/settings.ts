import { z } from 'zod'

/** What is looked for without any regex of the guru's own. */
export const DETECTORS = ['email', 'phone', 'card', 'iban'] as const
export type Detector = (typeof DETECTORS)[number]

export const PII_LIMITS = { patterns: 20, regex: 500 } as const

/** A regex of the guru's own, in RE2's syntax; what it matches is replaced by `<<LABEL>>`. */
export interface OwnPattern {
  label: string
  regex: string
}

/** How a guru treats personal data. */
export interface PiiSettings {
  enabled: boolean
  detect: Detector[]
  patterns: OwnPattern[]
}

export const PII_OFF: PiiSettings = { enabled: false, detect: [...DETECTORS], patterns: [] }

const label = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,31}$/, 'must be 1 to 32 capital letters, digits and underscores, a letter first')
  .refine((text) => !/_\d+$/.test(text), 'must not end in a number: EMAIL_2 is the second value of EMAIL')
  .refine((text) => !/^OTHER_/.test(text), 'must not begin with OTHER_, which Errand puts there itself')

/**
 * What clients send. Members that are left out stay as they are, or have their default. Whether the regexes
 * compile is said by `patternProblems`, which needs the regex engine.
 */
export const piiInputSchema = z.strictObject({
  enabled: z.boolean().optional(),
  detect: z
    .array(z.enum(DETECTORS))
    .refine((names) => new Set(names).size === names.length, 'must not name one twice')
    .optional()
    .meta({ description: 'What is looked for' }),
  patterns: z
    .array(
      z.strictObject({
        label,
        regex: z
          .string()
          .min(1, 'must not be empty')
          .max(PII_LIMITS.regex)
          .meta({ description: 'In the syntax of RE2' }),
      }),
    )
    .max(PII_LIMITS.patterns)
    .optional()
    .meta({ description: 'What else is replaced' }),
})
export type PiiInput = z.infer<typeof piiInputSchema>

/** A guru's settings. Gurus that were made before there were any have none. */
export const piiSettingsOf = (guru: { pii?: Partial<PiiSettings> | null }): PiiSettings => ({
  ...PII_OFF,
  ...guru.pii,
})
