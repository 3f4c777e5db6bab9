import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenario } from '../../../../test/support/scenario.ts'
import { followed, staying } from './rules.ts'

/** Ids of other things; every other uuid that is no key of its own table names a person. */
const ofThings =
  /^(id|org_id|account_id|session_id|token_id|.*(conversation|record|run|part|cycle|flow|template|department|import|file|event|appeal|amendment|request|intervention|adoption|commitment|plan_line|passkey|survey|room|client|version|previous|glass|subject|export|parent|revokes|error|context)_id|replaces|based_on|after_record|after_id|held_by|pid|merged_into|parent_id)$/

test('every column that names a person goes over with a merge, or stays for a reason that is written down', () =>
  scenario(async ({ services }) => {
    const { rows } = await services.database.pool.query<{ name: string; by: boolean }>(
      `select c.table_name || '.' || c.column_name as name,
              exists (select from pg_constraint k
                 join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
                where k.contype = 'f' and k.confrelid = 'person'::regclass
                  and k.conrelid = format('public.%I', c.table_name)::regclass and a.attname = c.column_name) as by
         from information_schema.columns c
        where c.table_schema = 'public' and c.udt_name = 'uuid' and c.column_name <> 'org_id'`,
    )
    const naming = rows
      .filter(({ name, by }) => by || !ofThings.test(name.split('.')[1]!))
      .map(({ name }) => name)
    const known = [
      ...followed.map(({ table, column }) => `${table}.${column}`),
      ...Object.entries(staying).flatMap(([table, columns]) =>
        columns.split(' ').map((column) => `${table}.${column}`),
      ),
    ]
    assert.equal(new Set(known).size, known.length, 'each stands once')
    assert.deepEqual(
      naming.filter((name) => !known.includes(name)),
      [],
      'say in columns/rules.ts whether it goes over',
    )
  }))
