import type { Facts } from '../../verifier/findings/rules.ts'
import { say, toldOf, type Words } from '../../verifier/words/rules.ts'
import type { AnnexPage, Block } from '../rules.ts'

/** What the pages behind a record are made from: the judged evidence, and who exports it. */
export type AnnexFacts = {
  locale: AnnexPage['locale']
  facts: Facts
  organization: string
  /** SHA-256 of the certificate the PDF is signed with, hex. */
  fingerprint: string
}

const layers = ['app', 'log', 'signer', 'receipt', 'witness', 'personal'] as const
const steps = ['reader', 'attachment', 'page', 'key', 'receipt', 'tools', 'timestamp'] as const

/**
 * Two pages behind an exported record: what it proves and what not, and for a court: who, when, from which device,
 * and how to check everything without the product or the organization.
 * @param words the part `annex` of one language's catalogue, and how an acknowledgement is told: `fact`, `outcome`
 */
export function annexOf(about: AnnexFacts, words: Words): AnnexPage[] {
  const tell: Tell = (key, params = {}) => say(words, key, params)
  return [
    { locale: about.locale, title: tell('proof.title'), blocks: proofBlocks(about.facts, tell) },
    { locale: about.locale, title: tell('court.title'), blocks: courtBlocks(about, tell) },
  ]
}

type Tell = (key: string, params?: Record<string, string | number>) => string

const proofBlocks = (facts: Facts, tell: Tell): Block[] => [
  { kind: 'paragraph', text: tell('proof.lead') },
  {
    kind: 'table',
    head: [tell('proof.layer'), tell('proof.against'), tell('proof.notAgainst')],
    widths: [3, 4, 4],
    rows: layers.map((layer) => [
      tell(`proof.layers.${layer}.name`),
      tell(`proof.layers.${layer}.against`),
      tell(`proof.layers.${layer}.notAgainst`),
    ]),
  },
  { kind: 'heading', text: tell('proof.levels'), level: 2 },
  {
    kind: 'list',
    items: [...new Set(facts.signatures.map(({ level }) => level))].map((level) =>
      tell(`proof.level.${level}`),
    ),
  },
  { kind: 'heading', text: tell('proof.never'), level: 2 },
  {
    kind: 'list',
    items: ['truth', 'screen', 'offRecord', 'identity', 'before', 'copies'].map((what) =>
      tell(`proof.nevers.${what}`),
    ),
  },
  { kind: 'paragraph', text: tell('proof.certificate') },
]

const utc = (time: string) => `${time.slice(0, 19).replace('T', ' ')} UTC`

/** What somebody answered and at which level; what others wrote down for them has none. */
function answerOf(signature: Facts['signatures'][number], tell: Tell): string {
  const { act, proof } = toldOf(signature)
  return `${tell(act)} (${proof === 'fact.notOwn' ? tell(proof) : signature.level})`
}

const courtBlocks = ({ facts, organization, fingerprint }: AnnexFacts, tell: Tell): Block[] => [
  { kind: 'paragraph', text: tell('court.lead', { organization }) },
  { kind: 'heading', text: tell('court.who'), level: 2 },
  {
    kind: 'table',
    head: ['name', 'outcome', 'at', 'address', 'device'].map((column) => tell(`court.${column}`)),
    widths: [2, 2, 3, 3, 6],
    rows: facts.signatures.map((signature) => [
      signature.name,
      answerOf(signature, tell),
      utc(signature.at),
      signature.ip || '—',
      signature.user_agent || '—',
    ]),
  },
  { kind: 'note', text: tell('court.clock') },
  { kind: 'heading', text: tell('court.numbers'), level: 2 },
  {
    kind: 'table',
    head: [tell('court.what'), tell('court.value')],
    widths: [2, 7],
    rows: [
      [tell('court.sealedAt'), utc(facts.sealedAt)],
      [tell('court.version'), String(facts.version)],
      [
        tell('court.place'),
        tell('court.placeValue', { entry: facts.leafIndex + 1, size: facts.treeSize }),
      ],
      [tell('court.log'), facts.origin],
      [tell('court.key'), facts.keyId],
      [tell('court.commit'), facts.commit],
      [tell('court.fingerprint'), fingerprint],
    ],
  },
  { kind: 'heading', text: tell('court.steps'), level: 2 },
  { kind: 'list', ordered: true, items: steps.map((step) => tell(`court.step.${step}`)) },
]
