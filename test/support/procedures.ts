import { z } from 'zod'

type Node = Record<string, unknown>
const definition = (node: unknown) => (node as { '~orpc'?: { inputSchema?: z.ZodType } })['~orpc']

/** Every procedure as `feature.name` with its input shape. */
export function* procedures(
  node: object,
  path: string[] = [],
): Generator<{ name: string; input: z.ZodType | undefined }> {
  for (const [key, child] of Object.entries(node)) {
    const found = definition(child)
    if (found) yield { name: [...path, key].join('.'), input: found.inputSchema }
    else yield* procedures(child as object, [...path, key])
  }
}

/** An input that fits the shape; an id is what `idFor` has under the name it is asked for by. */
export function sample(
  schema: z.ZodType | undefined,
  idFor: string | ((key: string) => string),
): unknown {
  if (!schema) return undefined
  const fill = (node: z.core.JSONSchema.BaseSchema | boolean | undefined, at = ''): unknown => {
    if (!node || typeof node === 'boolean') return null
    if (node.const !== undefined) return node.const
    if (node.enum) return node.enum[0]
    if (node.default !== undefined) return node.default
    const options = node.anyOf ?? node.oneOf
    if (options) return fill(options[0] as z.core.JSONSchema.BaseSchema, at)
    if (node.allOf)
      return Object.assign(
        {},
        ...node.allOf.map((part) => fill(part as z.core.JSONSchema.BaseSchema, at)),
      )
    if (node.type === 'object')
      return Object.fromEntries(
        (node.required ?? []).map((key) => [
          key,
          fill(node.properties?.[key] as z.core.JSONSchema.BaseSchema, key),
        ]),
      )
    if (node.type === 'array')
      return Array.from({ length: node.minItems ?? 1 }, () =>
        fill(node.items as z.core.JSONSchema.BaseSchema, at),
      )
    if (node.type === 'number' || node.type === 'integer') return node.minimum ?? 0
    if (node.type === 'boolean') return false
    if (node.format === 'uuid') return typeof idFor === 'string' ? idFor : idFor(at)
    if (node.format === 'date') return '2026-11-21'
    if (node.format === 'date-time') return new Date()
    if (node.format === 'base64' || node.contentEncoding === 'base64') return 'AAAA'
    return 'x'.repeat(Math.max(node.minLength ?? 1, 12))
  }
  return fill(shapeOf(schema))
}

const shapes = new Map<z.ZodType, z.core.JSONSchema.BaseSchema>()

/** The shape of an input, found out once: everybody asks every procedure with every id. */
function shapeOf(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  const known = shapes.get(schema)
  if (known) return known
  const shape = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if ((zodSchema as unknown as z.core.$ZodType)._zod.def.type === 'date')
        Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
    },
  }) as z.core.JSONSchema.BaseSchema
  shapes.set(schema, shape)
  return shape
}

/** A procedure of an API by its name. */
export const callOf = (api: unknown, name: string) =>
  name.split('.').reduce<unknown>((at, key) => (at as Node)[key], api) as (
    input: unknown,
  ) => Promise<unknown>
