import { sql } from 'kysely'
import { json, type Db } from '../../../platform/database.ts'
import { newId } from '../../../platform/ids.ts'
import { conflict, missing, refuse } from '../../../platform/refusal.ts'
import { hashOf } from '../versions/queries.ts'

/** A draft as stored. `body` may be incomplete; what is missing is listed as faults, never thrown. */
export interface DraftRow<Body> {
  id: string
  /** The template or flow it will be the next version of; null until its first version is published. */
  thingId: string | null
  key: string
  body: Body
  basedOn: string | null
  revision: number
  createdAt: Date
  createdBy: string
  updatedAt: Date
  updatedBy: string
  discardedAt: Date | null
  publishedAt: Date | null
  publishedVersionId: string | null
}

/** Who is at work and when. */
interface Work {
  orgId: string
  by: string
  now: Date
}

/** What a draft is started with. */
interface Start<Body> {
  key: string
  body: Body
  thingId?: string | null
  basedOn?: string | null
}

/** What a published draft became. */
export interface Published {
  thingId: string
  versionId: string
  number: number
}

/**
 * Drafts of things published in versions, for `template` and `flow` alike: a table `<noun>_draft`
 * beside the tables of `versionsOf`.
 */
export function draftsOf<Body>(noun: string) {
  const drafts = sql.table(`${noun}_draft`)
  const things = sql.table(noun)
  const versions = sql.table(`${noun}_version`)
  const thingId = sql.ref(`${noun}_id`)
  const columns = sql`id, ${thingId} as thing_id, key, body, based_on, revision, created_at, created_by,
    updated_at, updated_by, discarded_at, published_at, published_version_id`
  const isOpen = sql`discarded_at is null and published_at is null`

  /** A draft, also a discarded or published one. @throws NOT_FOUND. */
  const one = async (
    db: Db,
    orgId: string,
    id: string,
    hold: 'read' | 'write' = 'read',
  ): Promise<DraftRow<Body>> => {
    const { rows } = await sql<DraftRow<Body>>`
      select ${columns} from ${drafts} where org_id = ${orgId} and id = ${id}
      ${hold === 'write' ? sql`for update` : sql``}`.execute(db)
    if (!rows[0]) throw missing()
    return rows[0]
  }

  /** The draft, locked, if it can still be written. @throws FORBIDDEN with the reason. */
  const openOne = async (db: Db, orgId: string, id: string): Promise<DraftRow<Body>> => {
    const draft = await one(db, orgId, id, 'write')
    if (draft.publishedAt) throw refuse('templates.draftPublished')
    if (draft.discardedAt) throw refuse('templates.draftDiscarded')
    return draft
  }

  const changedElsewhere = async (db: Db, orgId: string, draft: DraftRow<Body>, yours: Body) => {
    const by = await db
      .selectFrom('person')
      .select('name')
      .where('orgId', '=', orgId)
      .where('id', '=', draft.updatedBy)
      .executeTakeFirst()
    return conflict('templates.draftChangedElsewhere', {
      theirs: {
        value: draft.body,
        version: draft.revision,
        by: by?.name ?? '',
        at: draft.updatedAt,
      },
      yours,
    })
  }

  return {
    one,

    /** Drafts still being written, the one touched last first. */
    async open(db: Db, orgId: string): Promise<DraftRow<Body>[]> {
      const { rows } = await sql<DraftRow<Body>>`
        select ${columns} from ${drafts} where org_id = ${orgId} and ${isOpen}
        order by updated_at desc, id`.execute(db)
      return rows
    },

    /** Opens a draft; a thing's next version that is being written already is that one. */
    async start(db: Db, { orgId, by, now }: Work, start: Start<Body>): Promise<string> {
      if (start.thingId) {
        // Locked, so that two at once find the same draft.
        await sql`select id from ${things} where org_id = ${orgId} and id = ${start.thingId}
          for update`.execute(db)
        const { rows } = await sql<{ id: string }>`
          select id from ${drafts} where org_id = ${orgId} and ${thingId} = ${start.thingId}
            and ${isOpen}`.execute(db)
        if (rows[0]) return rows[0].id
      }
      const id = newId()
      await sql`
        insert into ${drafts} (org_id, id, ${thingId}, key, body, based_on, created_at, created_by,
          updated_at, updated_by)
        values (${orgId}, ${id}, ${start.thingId ?? null}, ${start.key}, ${json(start.body)},
          ${start.basedOn ?? null}, ${now}, ${by}, ${now}, ${by})`.execute(db)
      return id
    },

    /**
     * Saves the whole draft. The same text arriving twice is no conflict.
     * @returns its new revision.
     * @throws CONFLICT `templates.draftChangedElsewhere` with `theirs` (value, version, by, at) and
     * `yours`; FORBIDDEN when it is published or discarded.
     */
    async save(
      db: Db,
      { orgId, by, now }: Work,
      id: string,
      revision: number,
      body: Body,
    ): Promise<number> {
      const draft = await openOne(db, orgId, id)
      if (hashOf(draft.body) === hashOf(body)) return draft.revision
      if (draft.revision !== revision) throw await changedElsewhere(db, orgId, draft, body)
      await sql`
        update ${drafts} set body = ${json(body)}, revision = ${revision + 1}, updated_at = ${now},
          updated_by = ${by}
        where org_id = ${orgId} and id = ${id}`.execute(db)
      return revision + 1
    },

    /**
     * Publishes the draft as it stands as the next version of its thing, or as the first of a new one.
     * Whether it is fit to be published is the caller's to know.
     * @throws CONFLICT when it was saved elsewhere since, FORBIDDEN when nothing has changed.
     */
    async publish(
      db: Db,
      { orgId, by, now }: Work,
      id: string,
      revision: number,
      { body, note }: { body: Body; note: string },
    ): Promise<Published> {
      const draft = await openOne(db, orgId, id)
      if (draft.revision !== revision) throw await changedElsewhere(db, orgId, draft, body)
      const thing = draft.thingId ?? newId()
      if (draft.thingId)
        await sql`select id from ${things} where org_id = ${orgId} and id = ${thing} for update`.execute(
          db,
        )
      else
        await sql`
          insert into ${things} (org_id, id, key, built_in, position, created_at)
          select ${orgId}, ${thing}, ${draft.key}, false, coalesce(max(position), -1) + 1, ${now}
          from ${things} where org_id = ${orgId}`.execute(db)
      const newest = await sql<{ number: number; hash: string }>`
        select number, hash from ${versions} where org_id = ${orgId} and ${thingId} = ${thing}
        order by number desc limit 1`.execute(db)
      const hash = hashOf(body)
      if (newest.rows[0]?.hash === hash) throw refuse('templates.nothingChanged')
      const number = (newest.rows[0]?.number ?? 0) + 1
      const versionId = newId()
      await sql`
        insert into ${versions} (org_id, id, ${thingId}, number, body, hash, published_at,
          published_by, note)
        values (${orgId}, ${versionId}, ${thing}, ${number}, ${json(body)}, ${hash}, ${now}, ${by},
          ${note || null})`.execute(db)
      await sql`
        update ${drafts} set ${thingId} = ${thing}, published_at = ${now},
          published_version_id = ${versionId}
        where org_id = ${orgId} and id = ${id}`.execute(db)
      return { thingId: thing, versionId, number }
    },

    /** Puts a draft away; it can be taken back. */
    async discard(db: Db, { orgId, by, now }: Work, id: string): Promise<void> {
      const draft = await one(db, orgId, id, 'write')
      if (draft.publishedAt) throw refuse('templates.draftPublished')
      await sql`
        update ${drafts} set discarded_at = coalesce(discarded_at, ${now}),
          discarded_by = coalesce(discarded_by, ${by})
        where org_id = ${orgId} and id = ${id}`.execute(db)
    },

    /** Takes a discarded draft back. @throws FORBIDDEN when another one has been started since. */
    async takeBack(db: Db, orgId: string, id: string): Promise<void> {
      const draft = await one(db, orgId, id, 'write')
      if (!draft.discardedAt) return
      if (draft.thingId) {
        const { rows } = await sql`
          select id from ${drafts} where org_id = ${orgId} and ${thingId} = ${draft.thingId}
            and ${isOpen}`.execute(db)
        if (rows.length > 0) throw refuse('templates.anotherDraft')
      }
      await sql`
        update ${drafts} set discarded_at = null, discarded_by = null
        where org_id = ${orgId} and id = ${id}`.execute(db)
    },

    /** Offers a thing no longer, or again. @returns whether anything changed. @throws NOT_FOUND. */
    async offer(db: Db, { orgId, by, now }: Work, id: string, isOffered: boolean) {
      const { rows } = await sql<{ retiredAt: Date | null }>`
        select retired_at from ${things} where org_id = ${orgId} and id = ${id} for update`.execute(
        db,
      )
      if (!rows[0]) throw missing()
      if ((rows[0].retiredAt === null) === isOffered) return false
      await sql`
        update ${things} set retired_at = ${isOffered ? null : now},
          retired_by = ${isOffered ? null : by}
        where org_id = ${orgId} and id = ${id}`.execute(db)
      return true
    },
  }
}
