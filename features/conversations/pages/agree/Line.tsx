import { useContext, useEffect, useRef } from 'react'
import { SegmentedControl, Select, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Conflict } from '../../../../ui/Conflict.tsx'
import { DateField } from '../../../../ui/DateField.tsx'
import { SaveNote } from '../../../../ui/SaveNote.tsx'
import { api } from '../../../../ui/api.ts'
import { dayIn } from '../../../../ui/format.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useAutosave } from '../../../../ui/useAutosave.ts'
import { Zone } from '../../../../ui/useFormat.ts'
import { supportKinds } from '../../../templates/contract.ts'
import { ownerKinds, type PlanLine, type PlanLineInput, type Workspace } from '../../contract.ts'
import { smartFindings } from '../../plan/rules.ts'
import { refresh } from '../form.ts'
import { PersonSelect } from './PersonSelect.tsx'
import { Smart } from './Smart.tsx'
import styles from './Plan.module.css'

const written = ({
  layer,
  what,
  how,
  measure,
  support,
  supportKind,
  ownerKind,
  ownerId,
  dueOn,
}: PlanLineInput): PlanLineInput => ({
  layer,
  what,
  how,
  measure,
  support,
  supportKind,
  ownerKind,
  ownerId,
  dueOn,
})

/** A line in one sentence. */
const told = (line: PlanLineInput) =>
  [line.what, line.measure, line.how, line.support, line.dueOn].filter(Boolean).join(' · ')

// Three names longer than this do not stand side by side.
const longName = 8

interface Props {
  talk: Workspace
  line: PlanLine
  before: PlanLine | undefined
  after: PlanLine | undefined
  /** Just added here: takes the focus. */
  isNew: boolean
}

/** One line of the plan, saving itself, with what the SMART check says beside it. */
export function Line({ talk, line, before, after, isNew }: Props) {
  const { t } = useTranslation()
  const zone = useContext(Zone)
  const item = useRef<HTMLLIElement>(null)
  const autosave = useAutosave<
    PlanLineInput,
    Parameters<typeof api.conversations.savePlanLine.call>[0]
  >({
    id: `${talk.id}.agreement.plan.${line.id}`,
    value: written(line),
    version: line.version,
    procedure: api.conversations.savePlanLine,
    input: (value, version, clientId) => ({
      id: talk.id,
      lineId: line.id,
      line: written(value),
      version,
      clientId,
    }),
    label: t('conversations.plan.title'),
    onSaved: () => void refresh(talk.id),
  })
  const { value, set } = autosave
  const edit = (change: Partial<PlanLineInput>) => set({ ...value, ...change })
  const restore = useMutation(
    api.conversations.restorePlanLine.mutationOptions({ onSuccess: () => void refresh(talk.id) }),
  )
  const remove = useMutation(
    api.conversations.removePlanLine.mutationOptions({
      onSuccess: () => {
        void refresh(talk.id)
        toast({
          text: t('conversations.plan.removed'),
          kind: 'info',
          undo: () => restore.mutate({ id: talk.id, lineId: line.id }),
        })
      },
    }),
  )
  const move = useMutation(
    api.conversations.movePlanLine.mutationOptions({ onSuccess: () => void refresh(talk.id) }),
  )
  useEffect(() => {
    if (isNew) item.current?.querySelector('textarea')?.focus()
  }, [isNew])
  const text = (name: 'what' | 'how' | 'measure' | 'support') => ({
    label: t(`conversations.plan.${name}`),
    placeholder: t(`conversations.plan.hint.${name}`),
    value: value[name],
    maxLength: 2000,
    minRows: 1,
    onBlur: () => void autosave.flush(),
    onChange: (event: { currentTarget: { value: string } }) =>
      edit({ [name]: event.currentTarget.value }),
  })
  const names = {
    employee: talk.employee.name,
    manager: talk.manager?.name ?? '',
    company: t('conversations.plan.company'),
  }
  const number = talk.plan.indexOf(line) + 1
  // Said while it is typed; what a line has to do with the talk only the server can tell.
  const findings = smartFindings(value, { topics: [], today: dayIn(zone, new Date()) }).map(
    (finding) =>
      line.findings.find(
        ({ criterion }) => criterion === 'relevant' && finding.criterion === 'relevant',
      ) ?? finding,
  )
  return (
    <li
      ref={item}
      id={`plan-${number}`}
      className={styles.line}
      aria-label={t('conversations.plan.line', { n: number })}
    >
      <div className={styles.words}>
        <Textarea {...text('what')} classNames={{ input: styles.what ?? '' }} />
        <div className={styles.columns}>
          <Textarea {...text('measure')} />
          {line.layer === 'support' ? null : <Textarea {...text('how')} />}
        </div>
        <div className={styles.columns}>
          <div>
            <span className={styles.label} id={`${line.id}-owner`}>
              {t('conversations.plan.owner')}
            </span>
            <SegmentedControl
              fullWidth
              orientation={
                Object.values(names).some((name) => name.length > longName)
                  ? 'vertical'
                  : 'horizontal'
              }
              aria-labelledby={`${line.id}-owner`}
              value={value.ownerKind}
              onChange={(kind) =>
                edit({ ownerKind: kind as PlanLineInput['ownerKind'], ownerId: null })
              }
              data={ownerKinds
                .filter((kind) => kind !== 'manager' || talk.manager)
                .map((kind) => ({ value: kind, label: names[kind] }))}
            />
          </div>
          <DateField
            label={t('conversations.plan.dueOn')}
            value={value.dueOn ?? ''}
            onChange={(day) => edit({ dueOn: day || null })}
          />
        </div>
        {value.ownerKind === 'company' && (
          <PersonSelect
            label={t('conversations.plan.standsFor')}
            value={value.ownerId}
            known={line.owner}
            onChange={(ownerId) => edit({ ownerId })}
          />
        )}
        <div className={styles.columns}>
          <Textarea {...text('support')} />
          {(line.layer === 'support' || value.support.trim() !== '') && (
            <Select
              label={t('conversations.plan.supportKind')}
              clearable
              value={value.supportKind}
              onChange={(kind) => edit({ supportKind: kind as PlanLineInput['supportKind'] })}
              data={supportKinds.map((kind) => ({
                value: kind,
                label: t(`templates.support.${kind}`),
              }))}
            />
          )}
        </div>
        <Conflict autosave={autosave}>{(its) => <p>{told(its)}</p>}</Conflict>
        <div className={styles.tools}>
          <SaveNote state={autosave.state} savedAt={autosave.savedAt} error={autosave.error} />
          <span className={styles.buttons}>
            <button
              type="button"
              disabled={!before || move.isPending}
              aria-label={t('conversations.plan.up', { n: number })}
              onClick={() =>
                before &&
                move.mutate({ id: talk.id, lineId: line.id, position: talk.plan.indexOf(before) })
              }
            >
              ↑
            </button>
            <button
              type="button"
              disabled={!after || move.isPending}
              aria-label={t('conversations.plan.down', { n: number })}
              onClick={() =>
                after &&
                move.mutate({ id: talk.id, lineId: line.id, position: talk.plan.indexOf(after) })
              }
            >
              ↓
            </button>
            <button
              type="button"
              disabled={remove.isPending}
              aria-label={t('conversations.plan.remove', { n: number })}
              onClick={() => remove.mutate({ id: talk.id, lineId: line.id })}
            >
              ×
            </button>
          </span>
        </div>
      </div>
      <Smart findings={findings} />
    </li>
  )
}
