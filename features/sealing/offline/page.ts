import english from '../../../locales/en/sealing.json' with { type: 'json' }
import chinese from '../../../locales/zh-CN/sealing.json' with { type: 'json' }
import { greetedIn } from '../../../ui/language.ts'
import type { JsonValue } from '../canonical/rules.ts'
import { readKey } from '../note/rules.ts'
import { inSight } from '../sight/rules.ts'
import { textFor, titleFor, verify } from '../verifier/rules.ts'
import type { Facts, Finding, Verification } from '../verifier/findings/rules.ts'
import {
  momentIn,
  nameOfPart,
  say,
  sentenceOf,
  toldOf,
  withGaps,
  type Words,
} from '../verifier/words/rules.ts'
import { el } from './elements.ts'

// The offline page: everything in one file, nothing fetched. Plain DOM, so that what a reader of its source meets is small.

const MAX_BYTES = 50_000_000
const chineseWords: Words = { sealing: chinese }
const englishWords: Words = { sealing: english }
let words = greetedIn(navigator.language) === 'en' ? englishWords : chineseWords
let result: { name: string; verification: Verification } | null = null
let trouble: string | null = null
let knownKey = ''

const t = (key: string, params: Record<string, string | number> = {}) => say(words, key, params)
const button = (text: string, kind: string, act: () => void) => {
  const element = el('button', { type: 'button', class: kind }, text)
  element.addEventListener('click', act)
  return element
}

// A file that took longer must not put its verdict over that of the next.
let chosen = 0

async function take(file: File | undefined) {
  if (!file) return
  const at = ++chosen
  result = null
  trouble =
    knownKey !== '' && readKey(knownKey) === null
      ? t('sealing.verify.keyBroken')
      : file.size > MAX_BYTES
        ? t('sealing.verify.tooLarge')
        : null
  draw()
  if (trouble) return
  const judged = await judge(file).catch(() => null)
  if (at !== chosen) return
  if (judged) result = { name: file.name, verification: judged }
  else trouble = t('sealing.verify.unreadable')
  draw()
  document.querySelector<HTMLElement>('#answer')?.focus()
}

const judge = async (file: File) =>
  verify(
    new Uint8Array(await file.arrayBuffer()),
    knownKey === '' ? {} : { trustedKeys: [knownKey] },
  )

function draw() {
  document.documentElement.lang = language()
  document.title = `${t('sealing.verify.title')} · 促膝`
  document.body.replaceChildren(
    el(
      'main',
      {},
      head(),
      dropZone(),
      trouble ? el('p', { role: 'alert', class: 'trouble' }, trouble) : null,
      answer(),
      limits(),
    ),
  )
}

const head = () =>
  el(
    'header',
    {},
    el(
      'div',
      {},
      el(
        'h1',
        {},
        el('span', { class: 'yin', 'aria-hidden': 'true' }, '促膝'),
        t('sealing.verify.title'),
      ),
      el('p', { class: 'mute' }, t('sealing.verify.lead')),
    ),
    el(
      'div',
      { class: 'side' },
      el('span', { class: 'tag' }, t('sealing.verify.offlineBadge')),
      button(t('sealing.verify.language'), 'quiet', () => {
        words = words === chineseWords ? englishWords : chineseWords
        draw()
      }),
    ),
  )

function dropZone() {
  const input = el('input', {
    type: 'file',
    id: 'file',
    class: 'unseen',
    accept: '.json,.pdf,.tlog-proof,.checkpoint,.txt,application/json,application/pdf',
  }) as HTMLInputElement
  input.addEventListener('change', () => void take(input.files?.[0]))
  const key = el('input', {
    id: 'key',
    type: 'text',
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': 'key-hint',
  }) as HTMLInputElement
  key.value = knownKey
  key.addEventListener('input', () => (knownKey = key.value.trim()))
  return el(
    'section',
    { class: 'drop' },
    el('p', { class: 'strong' }, t('sealing.verify.drop')),
    input,
    el(
      'label',
      { for: 'file', class: 'button' },
      t(result ? 'sealing.verify.again' : 'sealing.verify.pick'),
    ),
    el(
      'details',
      knownKey ? { open: '' } : {},
      el('summary', {}, t('sealing.verify.keyLabel')),
      el('label', { for: 'key', class: 'unseen' }, t('sealing.verify.keyLabel')),
      key,
      el('p', { class: 'small mute', id: 'key-hint' }, t('sealing.verify.keyHint')),
    ),
  )
}

function answer(): Node | null {
  if (!result) return null
  const { name, verification } = result
  const { verdict, findings, notChecked, facts } = verification
  return el(
    'section',
    { class: 'card', id: 'answer', tabindex: '-1', 'data-verdict': verdict, 'aria-live': 'polite' },
    el('p', { class: 'small mute' }, name),
    el('h2', { class: 'verdict' }, t(`sealing.verdict.${titleFor(verification)}`)),
    el('p', {}, t(`sealing.verdictText.${textFor(verification)}`)),
    el('h3', {}, t('sealing.verify.checked')),
    el('ul', { class: 'findings' }, ...findings.map(finding)),
    facts ? factList(facts, verdict === 'intact') : null,
    notChecked.length > 0 ? el('h3', {}, t('sealing.notCheckedTitle')) : null,
    el(
      'ul',
      { class: 'plain' },
      ...notChecked.map((what) => el('li', {}, t(`sealing.notChecked.${what}`))),
    ),
  )
}

const MARKS = { true: '✓', false: '✗', null: '?' }
const finding = (found: Finding) =>
  el(
    'li',
    { 'data-ok': `${found.ok}` },
    el('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[`${found.ok}`]),
    sentenceOf(found, language(), zone, t),
  )

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const language = () => (words === chineseWords ? 'zh-CN' : 'en')
const when = (time: string) => momentIn(language(), zone, time)

const factList = (facts: Facts, isIntact: boolean) =>
  el(
    'div',
    {},
    el(
      'div',
      { class: 'facts' },
      el(
        'dl',
        {},
        ...row('sealedAt', when(facts.sealedAt)),
        ...row('version', String(facts.version)),
        ...row(
          'place',
          t('sealing.fact.placeValue', { entry: facts.leafIndex + 1, size: facts.treeSize }),
        ),
        ...row('level', t(`sealing.level.${facts.level}`)),
        ...row('log', facts.origin),
        ...row('key', facts.keyId),
        ...row('hash', facts.commit),
      ),
      isIntact ? stamp(facts.mark) : null,
    ),
    facts.withheld.length > 0 ? el('h3', {}, t('sealing.fact.withheld')) : null,
    facts.withheld.length > 0
      ? el(
          'ul',
          { class: 'plain' },
          ...facts.withheld.map((path) => {
            const { key, params } = nameOfPart(path)
            return el('li', {}, t(`sealing.${key}`, params))
          }),
        )
      : null,
    el('h3', {}, t('sealing.fact.signatures')),
    el(
      'ul',
      { class: 'plain' },
      ...facts.signatures.map((s) => {
        const told = toldOf(s)
        const whose = told.words ? ` · ${t(`sealing.${told.words}`)}` : ''
        return el(
          'li',
          {},
          el('b', {}, s.name),
          ` ${t(`sealing.${told.act}`)}${s.statement ? `${whose}：${inSight(s.statement)}` : ''}`,
          el('br'),
          el(
            'span',
            { class: 'small mute' },
            [when(s.at), s.ip, t(`sealing.${told.proof}`)].filter(Boolean).join(' · '),
          ),
        )
      }),
    ),
    el(
      'details',
      {},
      el('summary', {}, t('sealing.fact.content')),
      outline(withGaps(facts.record, facts.withheld, t('sealing.fact.gap'))),
    ),
  )

// Only on what is intact: the mark must not lend its weight to anything else.
const stamp = (mark: string) =>
  el(
    'div',
    { class: 'stamp', role: 'img', 'aria-label': `${t('sealing.fact.mark')} ${mark}` },
    el('span', {}, '促膝', el('br'), '封存', el('small', {}, mark)),
  )

const row = (name: string, value: string) => [
  el('dt', {}, t(`sealing.fact.${name}`)),
  el('dd', {}, value),
]

/** The sealed content as it is: names and values, nothing interpreted. */
function outline(value: JsonValue): HTMLElement {
  if (value === null || typeof value !== 'object')
    return el('span', { class: 'value' }, value === null ? '—' : String(value))
  const entries = Array.isArray(value)
    ? value.map((inner, i) => [`${i + 1}`, inner] as const)
    : Object.entries(value)
  return el(
    'dl',
    { class: 'outline' },
    ...entries.flatMap(([name, inner]) => [el('dt', {}, name), el('dd', {}, outline(inner))]),
  )
}

const limits = () =>
  el(
    'section',
    { class: 'limits' },
    el('h3', {}, t('sealing.verify.limitsTitle')),
    el(
      'ul',
      { class: 'plain' },
      ...['app', 'log', 'receipt', 'witness'].map((layer) =>
        el('li', {}, t(`sealing.verify.limits.${layer}`)),
      ),
    ),
  )

const dark = matchMedia('(prefers-color-scheme: dark)')
const dress = () =>
  document.documentElement.setAttribute(
    'data-mantine-color-scheme',
    dark.matches ? 'dark' : 'light',
  )
dark.addEventListener('change', dress)
addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', (event) => {
  event.preventDefault()
  void take(event.dataTransfer?.files[0])
})
dress()
draw()
