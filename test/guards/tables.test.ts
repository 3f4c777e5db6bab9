import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { scenario } from '../support/scenario.ts'

const root = join(import.meta.dirname, '..', '..')
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Reads `interface Tables { person: PersonTable }` and the rows' fields out of the sources. */
function declared(): Map<string, Map<string, boolean>> {
  const sources = globSync('{platform,features}/**/*.ts', { cwd: root })
    .filter((file) => !file.includes('.test.'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
  const rows = new Map<string, Map<string, boolean>>()
  const tables = new Map<string, string>()
  for (const text of sources) {
    for (const [, name, body] of text.matchAll(
      /interface (\w+Table)(?: extends [\w, ]+)? \{\n([\s\S]*?)\n\}/g,
    ))
      rows.set(
        name!,
        new Map(
          [...body!.matchAll(/^  (\w+)\??: (.+)$/gm)].map(([, field, type]) => [
            snake(field!),
            /\| null$/.test(type!),
          ]),
        ),
      )
    for (const [, body] of text.matchAll(/interface Tables \{\n([\s\S]*?)\n\s*\}/g))
      for (const [, table, type] of body!.matchAll(/^\s+(\w+): (\w+)$/gm))
        tables.set(snake(table!), type!)
  }
  return new Map([...tables].map(([table, type]) => [table, rows.get(type) ?? new Map()]))
}

test('table.ts says what the columns are', () =>
  scenario(async ({ services }) => {
    const { rows } = await services.database.pool.query<{
      table_name: string
      column_name: string
      nullable: boolean
    }>(
      `select table_name, column_name, is_nullable = 'YES' as nullable from information_schema.columns
        where table_schema = 'public' and table_name <> 'migration' order by 1, 2`,
    )
    const real = Map.groupBy(rows, (row) => row.table_name)
    const written = declared()
    const differences: string[] = []
    for (const table of new Set([...real.keys(), ...written.keys()])) {
      const columns = new Map((real.get(table) ?? []).map((row) => [row.column_name, row.nullable]))
      const fields = written.get(table) ?? new Map()
      for (const column of columns.keys())
        if (!fields.has(column)) differences.push(`${table}.${column} is in SQL only`)
      for (const field of fields.keys())
        if (!columns.has(field)) differences.push(`${table}.${field} is in TypeScript only`)
      for (const [column, nullable] of columns)
        if (fields.has(column) && fields.get(column) !== nullable)
          differences.push(`${table}.${column} is ${nullable ? '' : 'not '}null in SQL`)
    }
    assert.deepEqual(differences, [])
  }))

test('every table of an organization is kept apart by row-level security, for its owner too', () =>
  scenario(async ({ services }) => {
    const { rows } = await services.database.pool.query<{ relname: string }>(
      `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not (c.relrowsecurity and c.relforcerowsecurity)`,
    )
    // The outbox holds ids only and is read before an organization is chosen.
    assert.deepEqual(
      rows.map((row) => row.relname),
      ['outbox'],
    )
  }))

test('org_id is the first column of every primary key that has one', () =>
  scenario(async ({ services }) => {
    const { rows } = await services.database.pool.query<{ relname: string }>(
      `select c.relname from pg_class c
         join pg_attribute o on o.attrelid = c.oid and o.attname = 'org_id'
         join pg_index i on i.indrelid = c.oid and i.indisprimary
        where c.relnamespace = 'public'::regnamespace and i.indkey[0] <> o.attnum
          and c.relname not in ('account', 'session')`,
    )
    assert.deepEqual(rows, [])
  }))

test('no policy asks another table row by row: what it asks stands in a function', () =>
  scenario(async ({ services }) => {
    const { rows } = await services.database.pool.query<{ policyname: string }>(
      `select policyname from pg_policies where schemaname = 'public' and qual ~* '\\mfrom\\M'`,
    )
    assert.deepEqual(
      rows.map((row) => row.policyname),
      [],
    )
  }))
