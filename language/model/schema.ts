import type { Parameter } from '../../domain/action.ts'
import { allowedValues } from './allowed-values.ts'

type TypeName = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

/** The part of JSON Schema that is used here. */
export type JsonSchema = {
  type?: TypeName | TypeName[]
  description?: string
  enum?: (string | number | null)[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean
  items?: JsonSchema
  anyOf?: JsonSchema[]
}

/** An object in the form that strict endpoints ask for: every property is listed, what need not be there may be null. */
export const strictObject = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

/** A parameter's value, or null: a value that the user did not give is left out rather than made up. */
export function parameterSchema(parameter: Parameter, description: string): JsonSchema {
  const allowed = allowedValues(parameter)
  return {
    type: [parameter.type, 'null'],
    ...(description && { description }),
    ...(allowed.length > 0 && { enum: [...allowed, null] }),
  }
}

/** The same for endpoints that know no strict schemas: what may be null may be left out instead. */
export function loosened({
  additionalProperties: _,
  type,
  enum: values,
  properties,
  required,
  ...rest
}: JsonSchema): JsonSchema {
  return {
    ...rest,
    ...(type !== undefined && { type: Array.isArray(type) ? (type[0] ?? 'string') : type }),
    ...(values && { enum: values.filter((value) => value !== null) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, loosened(property)]),
      ),
    }),
    ...(required && { required: required.filter((name) => !isNullable(properties?.[name])) }),
    ...(rest.items && { items: loosened(rest.items) }),
    ...(rest.anyOf && { anyOf: rest.anyOf.map(loosened) }),
  }
}

const isNullable = (schema: JsonSchema | undefined): boolean =>
  Array.isArray(schema?.type) && schema.type.includes('null')
