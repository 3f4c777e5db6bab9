import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, queryClient } from '../../../ui/api.ts'
import { upload } from '../../../ui/upload.ts'
import type {
  About,
  Answers,
  Attachment,
  Evidence,
  Field,
  ReviewedGoal,
  Statement,
} from '../../templates/contract.ts'
import type { Saving } from '../../templates/pages/form/FieldBlock.tsx'
import type { FormFacts } from '../../templates/pages/form/facts.ts'
import { mayFeed } from '../../templates/feeding/rules.ts'
import { fieldOf } from '../../templates/rules.ts'
import type { AttachmentView, PartKind, PartView, Workspace } from '../contract.ts'

type SaveInput = {
  id: string
  part: PartKind
  fieldKey: string
  value: unknown
  version: number
  clientId: string
}

/** How the fields of one part reach the server. */
export const savingFor = (id: string, part: PartKind): Saving<SaveInput> => ({
  procedure: api.conversations.saveAnswer,
  input: (fieldKey, value, version, clientId) => ({ id, part, fieldKey, value, version, clientId }),
})

/** As whom one writes here. */
export const writerOf = (talk: Workspace): 'employee' | 'manager' =>
  talk.relation === 'employee' ? 'employee' : 'manager'

/** The part of a kind in a talk, as far as it is shown. */
export const partOf = (talk: Workspace, kind: PartKind, own?: boolean): PartView | undefined =>
  talk.parts.find((part) => part.kind === kind && (own === undefined || part.own === own))

/** Answers as values only, for views and rules. */
export const valuesOf = (part: PartView | undefined): Answers =>
  Object.fromEntries(Object.entries(part?.answers ?? {}).map(([key, { value }]) => [key, value]))

/** What the two parts are called: where nothing is rated nobody assesses, both prepare. Keys below `conversations`. */
export const partWord = (talk: Workspace, kind: 'self' | 'manager'): string =>
  talk.template.body.scale ? `conversations.part.${kind}` : `conversations.part.notes.${kind}`

/** Whether whoever looks is one of the two, or stands in for one. */
export const isPair = (talk: Workspace): boolean =>
  talk.relation === 'employee' || talk.relation === 'manager' || talk.relation === 'delegate'

/** The conversation has changed: ask again. */
export const refresh = async (id: string): Promise<void> => {
  void lookAgain(id)
  await queryClient.invalidateQueries({ queryKey: api.conversations.get.key({ input: { id } }) })
}

/** The words have changed: ask again what is to be said about them. */
export const lookAgain = (id: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: api.conversations.hints.mine.key({ input: { id } }) })

/** Sends a file to the conversation; throws as `upload` does. */
export const attach = (
  id: string,
  part: PartKind,
  fieldKey: string,
  file: File,
  purpose?: 'paper',
): Promise<AttachmentView> =>
  upload('conversation-attachment', file, {
    id,
    part,
    field: fieldKey,
    ...(purpose && { purpose }),
  })

export const fileAddress = (attachmentId: string): string => `/api/files/attachment/${attachmentId}`

/** A file as an answer keeps it. */
export const asAnswer = (view: AttachmentView): Attachment => ({
  id: view.id,
  name: view.file?.name ?? view.label,
  size: view.file?.size ?? 0,
  type: view.file?.mediaType ?? '',
})

/** What the employee’s department is looked at by; the same for everybody, so seldom asked for. */
export const useIndicators = (id: string) =>
  useQuery({
    ...api.conversations.indicators.queryOptions({ input: { id } }),
    staleTime: 300_000,
  }).data

/** Everything the form of one part needs besides the answers. */
export function useFormOf(
  talk: Workspace,
  part: PartKind,
): Pick<FormFacts, 'names' | 'citable' | 'writer' | 'indicators'> &
  Required<Pick<FormFacts, 'upload' | 'fileAddress'>> & { about: About; isDeputy: boolean } {
  const { id } = talk
  const indicators = useIndicators(id)
  return useMemo(
    () => ({
      writer: writerOf(talk),
      isDeputy: talk.relation === 'delegate',
      names: namesOf(talk),
      about: aboutOf(talk),
      citable: (field: Field) => factsAt(talk, field.mayFeedRating),
      indicators,
      fileAddress,
      upload: async (file: File, fieldKey: string) =>
        asAnswer(await attach(id, part, fieldKey, file)),
    }),
    [talk, id, part, indicators],
  )
}

/** Whose talk it is, for fields that are there for some only. */
export const aboutOf = (talk: Workspace): About => ({
  level: talk.snapshot['level'] ?? null,
  jobFamily: talk.snapshot['jobFamily'] ?? null,
  ratings: talk.revealedAt && !talk.snapshot['unrated'] ? valuesOf(partOf(talk, 'manager')) : {},
})

/** Who the two are, for sentences that say their names. */
export const namesOf = (talk: Workspace) => ({
  employee: talk.employee.name,
  manager: talk.manager?.name ?? '',
})

/**
 * What a statement may cite here: goals that were told, files and links that were added.
 * @param forRating only what may stand beside a rating
 */
export function factsAt(talk: Workspace, forRating = false): Evidence[] {
  const isOffered = (key: string | null) => !forRating || mayFeed(talk.template.body, key)
  const goals = talk.parts.flatMap((part) =>
    Object.entries(part.answers)
      .filter(([key]) => fieldOf(talk.template.body, key)?.field.type === 'goalReview')
      .filter(([key]) => isOffered(key))
      .flatMap(([, { value }]) => (value as ReviewedGoal[]) ?? []),
  )
  const seen = new Set<string>()
  return [
    ...goals
      .filter(({ id, goal }) => goal && !seen.has(id) && seen.add(id))
      .map((goal): Evidence => ({
        kind: 'goal',
        text: [goal.goal, goal.actual].filter(Boolean).join('：'),
        ref: goal.id,
      })),
    ...talk.attachments
      .filter(({ fieldKey }) => isOffered(fieldKey))
      .map((one): Evidence =>
        one.link
          ? { kind: 'link', text: one.label || one.link, ref: one.link }
          : { kind: 'file', text: one.file?.name ?? one.label, ref: one.id },
      ),
  ]
}

/** Statements of a field with their words, for the facts at hand. */
export const statementsIn = (part: PartView | undefined, fieldKey: string): Statement[] =>
  ((part?.answers[fieldKey]?.value ?? []) as Statement[]).filter(({ text }) => text.trim())
