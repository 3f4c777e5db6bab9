import { useCallback, useMemo } from 'react'
import { SegmentedControl } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
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
import type { TemplateBody } from '../../contract.ts'
import type { Draft } from '../../drafts/contract.ts'
import { fieldBy, put, sectionBy, stepTo } from '../../drafts/editing/rules.ts'
import { split } from '../../drafts/places/rules.ts'
import { presentable } from '../../drafts/presenting/rules.ts'
import { faultsIn } from '../../drafts/rules.ts'
import { useText } from '../useText.ts'
import { DeskContext, type Desk } from './desk.ts'
import { FaultList } from './FaultList.tsx'
import { FormAsIs } from './FormAsIs.tsx'
import { Outline } from './Outline.tsx'
import { Preview } from './Preview.tsx'
import { Properties } from './Properties.tsx'
import { Publish } from './Publish.tsx'
import { useTrying } from './trying.ts'
import styles from './Designer.module.css'

/** A template being written: what it is made of, the form as it will be, and what can be said about one thing. */
export function Designer() {
  const { t } = useTranslation()
  const { draftId = '' } = useParams({ strict: false }) as { draftId?: string }
  const draft = admitted(
    useQuery({
      ...api.templates.draft.queryOptions({ input: { id: draftId } }),
      // While it is open here, what is written here is what counts; a conflict is told when saving.
      staleTime: Infinity,
      refetchOnMount: 'always',
    }),
  )
  if (failureIn(draft))
    return <ErrorNote error={draft.error} onRetry={() => void draft.refetch()} />
  if (!draft.data) return <Pending />
  const { publishedAt, discardedAt, body } = draft.data
  if (publishedAt || discardedAt)
    return (
      <>
        <PageHeader title={body.title.zh || t('drafts.untitled')} />
        <EmptyState
          text={t(publishedAt ? 'drafts.isPublished' : 'drafts.isDiscarded')}
          action={<ActionButton to="/design">{t('templates.library.back')}</ActionButton>}
        />
      </>
    )
  return <Open key={draftId} draft={draft.data} />
}

function Open({ draft }: { draft: Draft }) {
  const { t } = useTranslation()
  const text = useText()
  const navigate = useNavigate()
  const autosave = useAutosave<TemplateBody, { id: string; revision: number; body: TemplateBody }>({
    id: `templateDraft.${draft.id}`,
    value: draft.body,
    version: draft.revision,
    procedure: api.templates.save,
    input: (body, revision) => ({ id: draft.id, revision, body }),
    label: t('templates.library.title'),
    // The shelf names drafts by their titles.
    onSaved: () => void queryClient.invalidateQueries({ queryKey: api.templates.drafts.key() }),
  })
  const body = autosave.value
  const history = useHistory(body, autosave.set)
  const { change, undo, redo } = history
  const { at = 'basics', view = 'edit' } = useSearch({ strict: false }) as {
    at?: string
    view?: 'edit' | 'preview'
  }
  const search = useCallback(
    (part: object) =>
      void navigate({
        to: '.',
        search: ((before: object) => ({ ...before, ...part })) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  const faults = useMemo(() => faultsIn(body), [body])
  const template = useMemo(
    () => presentable(body, { zh: t('drafts.unnamed'), en: t('drafts.unnamed') }),
    [body, t],
  )
  const trying = useTrying(draft.id)
  const desk: Desk = {
    body,
    change,
    put: (path, value) => change(put(body, path, value), path),
    place: at,
    show: (place) => {
      search({ at: place })
      // On a narrow screen what was opened lies below.
      if (matchMedia('(max-width: 820px)').matches)
        requestAnimationFrame(() => document.querySelector('[data-panel]')?.scrollIntoView())
    },
    faults,
  }
  const [sort, key] = split(at)
  const nudge = (by: -1 | 1) => {
    if (sort === 'field') change(fieldBy(body, key, by))
    if (sort === 'section') change(sectionBy(body, key, by))
    if (sort === 'step') {
      const from = body.steps.findIndex((step) => step.key === key)
      change(stepTo(body, from, from + by))
    }
  }
  useHotkeys({
    'mod+z': (event) => (event.shiftKey ? redo() : undo()),
    'mod+y': redo,
    'alt+arrowup': () => nudge(-1),
    'alt+arrowdown': () => nudge(1),
  })
  const discard = useMutation(
    api.templates.discard.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.templates.drafts.key() })
        await navigate({ to: '/design' })
        toast({
          text: t('drafts.discarded'),
          undo: () =>
            void api.templates.takeBack
              .call({ id: draft.id })
              .then(() => navigate({ to: `/design/templates/${draft.id}` as never })),
        })
      },
    }),
  )
  return (
    <DeskContext value={desk}>
      <PageHeader
        crumbs={[{ text: t('templates.library.title'), to: '/design' }]}
        title={text(body.title) || t('drafts.untitled')}
        sub={
          <>
            {draft.before
              ? t('drafts.nextVersion', { version: draft.before.version + 1 })
              : t('drafts.firstVersion')}
            {draft.copyOf &&
              ` · ${t('drafts.copyOf', { title: text(draft.copyOf.title), version: draft.copyOf.version })}`}{' '}
            <SaveNote {...autosave} />
          </>
        }
        actions={
          <>
            <UndoRedo {...history} />
            <ActionButton kind="quiet" onClick={() => discard.mutate({ id: draft.id })}>
              {t('drafts.discard')}
            </ActionButton>
            <Publish draft={draft} flush={autosave.flush} />
          </>
        }
      />
      <div className="stack">
        <Conflict autosave={autosave}>
          {(value) => (
            <p>
              {text(value.title) || t('drafts.untitled')} ·{' '}
              {t('drafts.size', {
                sections: value.sections.length,
                fields: value.sections.flatMap(({ fields }) => fields).length,
              })}
            </p>
          )}
        </Conflict>
        <ErrorNote error={discard.error} />
        <SegmentedControl
          className={styles.views ?? ''}
          aria-label={t('drafts.view.label')}
          data={(['edit', 'preview'] as const).map((value) => ({
            value,
            label: t(`drafts.view.${value}`),
          }))}
          value={view}
          onChange={(next) => search({ view: next })}
        />
        {view === 'preview' ? (
          <Preview template={template} trying={trying} />
        ) : (
          <>
            <FaultList />
            <div className={styles.desk}>
              <Outline />
              <div data-panel>
                <Properties />
              </div>
              <FormAsIs template={template} trying={trying} />
            </div>
          </>
        )}
      </div>
    </DeskContext>
  )
}
