import { useEffect, useState } from 'react'
import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { Card } from '../../../../ui/Card.tsx'
import { Conflict } from '../../../../ui/Conflict.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { admitted, failureIn } from '../../../../ui/admitted.ts'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { SaveNote } from '../../../../ui/SaveNote.tsx'
import { toast } from '../../../../ui/toasts.tsx'
import { UndoRedo } from '../../../../ui/UndoRedo.tsx'
import { useAutosave } from '../../../../ui/useAutosave.ts'
import { useHistory } from '../../../../ui/useHistory.ts'
import { useHotkeys } from '../../../../ui/useHotkeys.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { FlowBody } from '../../contract.ts'
import type { FlowDraftView } from '../../drafts/contract.ts'
import { added, moved, removed } from '../../editing/rules.ts'
import { faultsIn, type Fault } from '../../faults/rules.ts'
import { FlowPicture } from '../FlowPicture.tsx'
import { useStageWords } from '../useStageWords.ts'
import type { Somebody } from './ActorField.tsx'
import { AddStage } from './AddStage.tsx'
import { Faults } from './Faults.tsx'
import { PublishFlow } from './PublishFlow.tsx'
import { StagePanel } from './StagePanel.tsx'
import styles from './Design.module.css'

/** A flow being written: its picture, one stage at a time in sentences, and what still keeps it from being used. */
export function FlowDraft() {
  const { draftId = '' } = useParams({ strict: false }) as { draftId?: string }
  const draft = admitted(useQuery(api.flows.draft.queryOptions({ input: { id: draftId } })))
  if (failureIn(draft))
    return <ErrorNote error={draft.error} onRetry={() => void draft.refetch()} />
  if (!draft.data) return <Pending />
  return <Desk key={draftId} draft={draft.data} />
}

/** The faults anybody can see, and those only the organization's own lists can tell, of the last save. */
const faultsNow = (flow: FlowBody, saved: readonly Fault[]): Fault[] => {
  const seen = faultsIn(flow)
  const ofOrganization = saved.filter(
    ({ path, reasonKey }) =>
      ['nobodyOwns', 'nobodyHolds', 'neverTrue'].includes(reasonKey) &&
      !seen.some((each) => each.path === path && each.reasonKey === reasonKey) &&
      flow.stages[Number(path.split('.')[1])] !== undefined,
  )
  return [...seen, ...ofOrganization]
}

function Desk({ draft }: { draft: FlowDraftView }) {
  const { t } = useTranslation()
  const text = useText()
  const navigate = useNavigate()
  const [saved, setSaved] = useState<Fault[]>(draft.faults)
  const autosave = useAutosave<FlowBody, { id: string; revision: number; body: FlowBody }>({
    id: `flowDraft.${draft.id}`,
    value: draft.body,
    version: draft.revision,
    procedure: api.flows.save,
    input: (body, revision) => ({ id: draft.id, revision, body }),
    label: t('flows.design.heading'),
    onSaved: (answer) => {
      setSaved((answer as unknown as { faults: Fault[] }).faults)
      // The list names drafts by their titles.
      void queryClient.invalidateQueries({ queryKey: api.flows.drafts.key() })
    },
  })
  const flow = autosave.value
  const history = useHistory(flow, autosave.set)
  const [people, setPeople] = useState(
    () => new Map<string, Somebody>(draft.people.map((person) => [person.id, person])),
  )
  const words = useStageWords(new Map([...people].map(([id, { name }]) => [id, name])))
  const asked = (useSearch({ strict: false }) as { stage?: string }).stage
  const selected = flow.stages.find(({ key }) => key === asked) ?? null
  const select = (key: string | null) =>
    void navigate({
      to: '.',
      search: ((before: object) => ({ ...before, stage: key ?? undefined })) as never,
      replace: true,
    })
  const discard = useMutation(
    api.flows.discard.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: api.flows.key() })
        void navigate({ to: '/design/flows' })
        toast({
          text: t('flows.design.discarded'),
          undo: () =>
            void api.flows.takeBack
              .call({ id: draft.id })
              .then(() => navigate({ to: `/design/flows/${draft.id}` as never })),
        })
      },
    }),
  )
  const onSelected = (change: (key: string) => FlowBody) => () =>
    selected && history.change(change(selected.key))
  useHotkeys({
    'mod+z': (event) => (event.shiftKey ? history.redo() : history.undo()),
    'mod+y': history.redo,
    'alt+arrowup': onSelected((key) => moved(flow, key, -1)),
    'alt+arrowdown': onSelected((key) => moved(flow, key, 1)),
    delete: onSelected((key) => removed(flow, key)),
  })
  // A stage that has been moved by keyboard keeps the keyboard.
  useEffect(() => {
    const active = document.activeElement
    if (selected && (active === document.body || active === null))
      document.querySelector<HTMLElement>(`[data-stage="${selected.key}"]`)?.focus()
  })
  const faults = faultsNow(flow, saved)
  const faulty = new Set(
    faults.flatMap(({ path }) => {
      const [part, at] = path.split('.')
      const key = part === 'stages' && at ? flow.stages[Number(at)]?.key : undefined
      return key ? [key] : []
    }),
  )
  const isOver = draft.publishedAt !== null || draft.discardedAt !== null
  const titleOf = (language: 'zh' | 'en', part: 'title' | 'purpose') => (
    <TextInput
      id={`flow-${part}-${language}`}
      label={t(`flows.design.name.${part}.${language}`)}
      value={flow[part][language]}
      maxLength={part === 'title' ? 80 : 400}
      onChange={(event) =>
        history.change(
          { ...flow, [part]: { ...flow[part], [language]: event.currentTarget.value } },
          `${part}.${language}`,
        )
      }
    />
  )
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('templates.library.title'), to: '/design' },
          { text: t('templates.library.flows'), to: '/design/flows' },
        ]}
        title={text(flow.title) || t('flows.design.untitled')}
        sub={
          <>
            {t('flows.design.sub')} <SaveNote {...autosave} />
          </>
        }
        actions={
          !isOver && (
            <>
              <UndoRedo {...history} />
              <ActionButton kind="quiet" onClick={() => discard.mutate({ id: draft.id })}>
                {t('flows.design.discard')}
              </ActionButton>
              <PublishFlow draft={draft} flow={flow} faults={faults} flush={autosave.flush} />
            </>
          )
        }
      />
      {isOver ? (
        <EmptyState
          text={t(draft.publishedAt ? 'flows.design.isPublished' : 'flows.design.isDiscarded')}
          action={<ActionButton to="/design/flows">{t('templates.library.flows')}</ActionButton>}
        />
      ) : (
        <div className="stack">
          <Conflict autosave={autosave}>
            {(value) => (
              <p>
                {t('flows.page.stages', { n: value.stages.length })} · {text(value.title)}
              </p>
            )}
          </Conflict>
          <ErrorNote error={discard.error} />
          <Faults faults={faults} flow={flow} onStage={select} />
          <div className={styles.desk}>
            <Card title={t('flows.picture.title')} note={t('flows.design.keys')}>
              <FlowPicture
                label={t('flows.picture.title')}
                stages={flow.stages}
                selected={selected?.key ?? null}
                onSelect={select}
                faulty={faulty}
                note={(stage) => `${words.who(stage.actor)} · ${words.due(stage)}`}
              />
              <AddStage
                flow={flow}
                behind={selected?.key ?? flow.stages.at(-1)?.key ?? null}
                onAdd={(kind) => {
                  const behindKey = selected?.key ?? flow.stages.at(-1)?.key ?? null
                  const next = added(flow, behindKey, kind)
                  history.change(next)
                  select(
                    next.stages.find(({ key }) => !flow.stages.some((s) => s.key === key))!.key,
                  )
                }}
              />
            </Card>
            {selected ? (
              <StagePanel
                key={selected.key}
                flow={flow}
                stage={selected}
                people={people}
                onChange={history.change}
                onPerson={(person) => setPeople((before) => new Map(before).set(person.id, person))}
                onSelect={select}
              />
            ) : (
              <Card tone="sunken">
                <p>{t('flows.design.choose')}</p>
              </Card>
            )}
            <Card title={t('flows.design.about')}>
              <div className="stack">
                {titleOf('zh', 'title')}
                {titleOf('en', 'title')}
                {titleOf('zh', 'purpose')}
                {titleOf('en', 'purpose')}
              </div>
            </Card>
          </div>
        </div>
      )}
    </>
  )
}
