import type { Block } from '../../contract.ts'
import { wordOr, wordsIn } from '../../words/rules.ts'
import { roleIn, type Read } from '../reading/rules.ts'
import { exactTime } from '../times/rules.ts'

/** Who signed, as what, with which words, from where and at which level; empty before anybody did. */
export function signatures(read: Read): Block[] {
  if (!read.signatures?.length) return []
  return [
    {
      kind: 'list',
      label: '',
      voice: 'system',
      entries: read.signatures.map((signature) => ({
        text: `${roleIn(read.locale, signature.role)} ${signature.name}`,
        notes: notesOf(signature, read),
      })),
    },
  ]
}

type Signature = NonNullable<Read['signatures']>[number]

/** Who wrote an outcome down when that was not the person: a name, or '' for the system; null for one's own act. */
export function recorderOf(
  { recorded_by_pid, outcome }: Pick<Signature, 'recorded_by_pid' | 'outcome'>,
  signatures: Pick<Signature, 'person_pid' | 'name'>[],
): string | null {
  if (outcome === 'notAnswered') return ''
  if (!recorded_by_pid) return null
  return signatures.find(({ person_pid }) => person_pid === recorded_by_pid)?.name ?? ''
}

function notesOf(signature: Signature, read: Read) {
  const { role, outcome, statement, at, ip, level } = signature
  const say = wordsIn(read.locale)
  const recorder = recorderOf(signature, read.signatures ?? [])
  return [
    {
      label: say('outcome'),
      text: role === 'witness' ? say('outcome.witnessed') : wordOr(read.locale, 'outcome', outcome),
    },
    // A witness confirms what the manager wrote; the words are not the witness's own.
    ...(statement
      ? [{ label: say(role === 'witness' ? 'account' : 'statement'), text: statement }]
      : []),
    { label: say('signedAt'), text: exactTime(at, read.timezone) },
    ...(recorder === null
      ? [
          ...(ip ? [{ label: say('from'), text: ip }] : []),
          { label: say('level'), text: wordOr(read.locale, 'level', level) },
        ]
      : [
          {
            label: say('recordedBy'),
            text:
              recorder === ''
                ? say('recordedBy.system')
                : say('recordedBy.other', { name: recorder }),
          },
        ]),
  ]
}
