import { registerHooks } from 'node:module'

declare global {
  var forcedOpen: boolean | undefined
}

// The rules with every door open, once the story has been told: everybody stands everywhere, nothing is refused, every field is shown.
const forced: [string, [RegExp, string][]][] = [
  [
    '/features/conversations/policy.ts',
    [
      [
        /(export function relationsOf\([^{]*\{ actor, today \}[^{]*\{)/,
        '$1 if (globalThis.forcedOpen) return ["manager", "hrAdmin", "auditor"];',
      ],
      [
        /(export function (?:partVisible|fieldVisible)\([\s\S]*?\): boolean \{)/g,
        '$1 if (globalThis.forcedOpen) return true;',
      ],
      [/(export const may = \([\s\S]*?\): boolean =>)/, '$1 globalThis.forcedOpen ||'],
      [/(export const needsReason = \([\s\S]*?\): boolean =>)/, '$1 !globalThis.forcedOpen &&'],
    ],
  ],
  [
    '/features/conversations/actions/policy.ts',
    [[/(export const refusalOf = \([\s\S]*?\): Refusal =>)/, '$1 globalThis.forcedOpen ? null :']],
  ],
]
let opened = 0
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    const turns = forced.find(([file]) => url.endsWith(file))?.[1]
    if (!turns) return loaded
    let source = String(loaded.source)
    for (const [pattern, put] of turns) {
      const before = source
      source = source.replace(pattern, put)
      if (source !== before) opened++
    }
    return { ...loaded, source }
  },
})

const { newStory } = await import('../support/scenario.ts')
const { talkBetween } = await import('../support/talks.ts')
const word = 'KANARIE-HINTER-DER-WAND'
const story = await newStory()
const talks = []
for (const stop of ['open', 'talked', 'presented', 'sealed'] as const)
  talks.push(await talkBetween(story, stop, { text: word }))
if (opened !== 5) throw new Error(`only ${opened} of 5 rules could be forced open`)

globalThis.forcedOpen = true
const keeper = await story.hire('系统管理员', { roles: ['itAdmin'] })
const guard = await story.hire('安全管理员', { roles: ['securityAdmin'] })
const colleague = await story.hire('路人')
const told: string[] = []
let asked = 0
let reader = 0
for (const someone of [keeper, guard, colleague])
  for (const { id } of talks) {
    const api = story.as(someone, { steppedUp: true })
    const questions: [string, () => Promise<unknown>][] = [
      ['get', () => api.conversations.get({ id })],
      ['sealedRecord', () => api.conversations.sealedRecord({ id, reason: '看看' })],
      ['minutes', () => api.conversations.minutes.get({ id })],
      ['commitments', () => api.commitments.of({ conversationId: id })],
      ['meetings', () => api.scheduling.of({ conversationId: id })],
      ['archive', () => api.conversations.archive({ text: word } as never)],
      ['list', () => api.conversations.list({})],
    ]
    for (const [name, ask] of questions) {
      asked++
      const answer = await ask().then(JSON.stringify, (error: Error) => `refused: ${error.message}`)
      const isTold = answer.includes(word)
      if (isTold && someone === colleague) reader++
      if (isTold && someone !== colleague) told.push(`${someone.name}: ${name}`)
    }
  }
process.stdout.write(`FORCED ${JSON.stringify({ asked, told, reader })}\n`)
await story.close()
process.exit(0)
