import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { verify } from '../../../features/sealing/verifier/rules.ts'
import type { Finding } from '../../../features/sealing/verifier/findings/rules.ts'
import { hasOpenssl, openAuthority } from '../../support/authority.ts'
import { newStory } from '../../support/scenario.ts'
import { openWitness } from '../../support/witness.ts'
import { twentyBundles, type Bundle } from '../bundles.ts'

/** The whole suite takes every byte; less only where somebody asks for less. */
const stride = Number(process.env.CUXI_TRUST_STRIDE ?? 1)
const start = new Date().getUTCDate() % stride

let bundles: Bundle[]
before(async () => {
  const story = await newStory()
  const witness = await openWitness()
  const authority = hasOpenssl() ? await openAuthority() : null
  process.env.CUXI_WITNESS_URL = witness.url
  process.env.CUXI_WITNESS_KEY = witness.key
  try {
    bundles = await twentyBundles(story, { authority, witness })
  } finally {
    delete process.env.CUXI_WITNESS_URL
    delete process.env.CUXI_WITNESS_KEY
    witness.close()
    authority?.close()
    await story.close()
  }
})
/** Where each field of an evidence file stands, by its name; canonical JSON is written in one way only. */
function fieldsOf(file: Uint8Array): { name: string; from: number; to: number }[] {
  const value = JSON.parse(new TextDecoder().decode(file)) as Record<string, unknown>
  let at = 1
  return Object.keys(value)
    .sort()
    .map((name) => {
      const from = at + Buffer.byteLength(`"${name}":`)
      at = from + Buffer.byteLength(JSON.stringify(value[name])) + 1
      return { name, from, to: at - 1 }
    })
}

/** The parts that are not as they should be; of a whole file there is none. */
const namedBy = (findings: Finding[]) => findings.filter(({ ok }) => ok !== true)

test('twenty records of all kinds, as people take them along, are 完整', async () => {
  assert.equal(bundles.length, 20)
  assert.equal(new Set(bundles.map(([what]) => what)).size, 20)
  for (const [what, bytes] of bundles) {
    const { verdict, findings } = await verify(bytes)
    assert.equal(verdict, 'intact', `${what}: ${JSON.stringify(findings)}`)
  }
  const levels = await Promise.all(bundles.map(async ([, bytes]) => (await verify(bytes)).facts))
  const has = (level: string) => levels.some((facts) => facts?.level === level)
  assert.ok(has('W2') && (has('W3') || !hasOpenssl()), 'a witness and an authority have spoken')
  const kinds = new Set(levels.flatMap((facts) => facts!.signatures.map((one) => one.outcome)))
  assert.deepEqual([...kinds].sort(), ['agreed', 'notAnswered', 'readWithReservation', 'refused'])
})

test(
  'every byte of twenty records counts, and the part it stands in is named',
  {
    timeout: 10_800_000,
  },
  async (t) => {
    let changed = 0
    let foreign = 0
    for (const [what, file] of bundles) {
      const fields = fieldsOf(file)
      for (let at = start; at < file.length; at += stride) {
        const other = file.slice()
        other[at]! ^= 1 << (at % 8)
        const { verdict, findings } = await verify(other)
        const where = `${what}, byte ${at}`
        changed++
        assert.notEqual(verdict, 'intact', where)
        const named = namedBy(findings)
        assert.ok(named.length > 0, `${where}: nothing is named`)
        // Not written as any exported file is: there is no part left to name, so the file is.
        if (named.every(({ part }) => part === 'file')) {
          foreign++
          continue
        }
        const field = fields.find(({ from, to }) => from <= at && at < to)?.name
        if (!field || field === 'manifest') continue
        // Where the key itself is damaged nothing it has signed can be judged, its list of fields neither.
        const isNamed = named.some(({ part, params }) =>
          part === 'manifest'
            ? String(params['fields']).split(' ').includes(field)
            : part === 'key' && field === 'key',
        )
        assert.ok(isNamed, `${where} stands in ${field}, and ${JSON.stringify(named)} is named`)
      }
    }
    t.diagnostic(
      `${changed.toLocaleString('en')} bytes of ${bundles.length} bundles flipped, all found; ${foreign.toLocaleString('en')} of them left no readable file`,
    )
  },
)
