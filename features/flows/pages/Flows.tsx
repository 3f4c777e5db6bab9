import { useState } from 'react'
import { Select } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { FileDrop } from '../../../ui/FileDrop.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { toast } from '../../../ui/toasts.tsx'
import { useFormat } from '../../../ui/useFormat.ts'
import { useText } from '../../templates/pages/useText.ts'
import type { FlowSummary } from '../contract.ts'
import { FlowChanges } from './FlowChanges.tsx'
import { FlowPicture } from './FlowPicture.tsx'
import { useStageWords } from './useStageWords.ts'
import styles from './design/Design.module.css'

const changed = () => void queryClient.invalidateQueries({ queryKey: api.flows.key() })

/** Every flow as a picture: who acts, until when, and what happens when nobody does; and those still being written. */
export function Flows() {
  const { t } = useTranslation()
  const list = useQuery(api.flows.list.queryOptions({ input: { retired: true } }))
  // Only those who shape flows have drafts; to everybody else the flows are there to be read.
  const drafts = useQuery(api.flows.drafts.queryOptions({ retry: false }))
  const isDesigner = drafts.isSuccess
  const start = useStart()
  const [isTaking, setTaking] = useState(false)
  const takeFile = async (file: File | undefined) => {
    const words = (await file?.text()) ?? ''
    // What is no JSON is no flow either: the answer says so.
    const read = await Promise.resolve(words)
      .then((each) => JSON.parse(each) as unknown)
      .catch(() => null)
    start.mutate({ from: { file: read } })
  }
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('templates.library.title'), to: '/design' }]}
        title={t('templates.library.flows')}
        sub={t('flows.page.sub')}
        actions={
          isDesigner && (
            <>
              <ActionButton to="/design/sandbox">{t('flows.page.sandbox')}</ActionButton>
              <ActionButton onClick={() => setTaking(!isTaking)}>
                {t('flows.design.fromFile')}
              </ActionButton>
              <ActionButton
                kind="primary"
                busy={start.isPending}
                onClick={() => start.mutate({ from: { blank: true } })}
              >
                {t('flows.design.new')}
              </ActionButton>
            </>
          )
        }
      />
      <ErrorNote error={list.error} onRetry={list.refetch} />
      <ErrorNote error={start.error} />
      {list.isPending && <Pending />}
      <div className="stack">
        {isTaking && (
          <Card title={t('flows.design.fromFile')} note={t('flows.design.fileNote')}>
            <FileDrop
              accept=".json"
              label={t('flows.design.fileDrop')}
              maxBytes={1_000_000}
              busy={start.isPending}
              onFiles={(files) => void takeFile(files[0])}
            />
          </Card>
        )}
        {drafts.data && drafts.data.length > 0 && (
          <Card title={t('flows.design.drafts')}>
            {drafts.data.map((draft) => (
              <Draft key={draft.id} draft={draft} />
            ))}
          </Card>
        )}
        {list.data?.map((flow) => (
          <OneFlow key={flow.id} flow={flow} isDesigner={isDesigner} />
        ))}
      </div>
    </>
  )
}

function useStart() {
  const navigate = useNavigate()
  return useMutation(
    api.flows.start.mutationOptions({
      onSuccess: ({ id }) => {
        changed()
        void navigate({ to: `/design/flows/${id}` as never })
      },
    }),
  )
}

function Draft({ draft }: { draft: Awaited<ReturnType<typeof api.flows.drafts.call>>[number] }) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  return (
    <div className={styles.row}>
      <b>{text(draft.title) || t('flows.design.untitled')}</b>
      <span className="small mute">
        {t('flows.design.touched', { name: draft.updatedBy, when: f.near(draft.updatedAt) })}
      </span>
      {draft.faults > 0 && <Tag kind="w">{t('flows.design.faults', { n: draft.faults })}</Tag>}
      <Link to={`/design/flows/${draft.id}` as never}>{t('flows.design.goOn')}</Link>
    </div>
  )
}

function OneFlow({ flow, isDesigner }: { flow: FlowSummary; isDesigner: boolean }) {
  const { t } = useTranslation()
  const text = useText()
  const words = useStageWords()
  return (
    <Card
      title={text(flow.title)}
      note={t('flows.page.stages', { n: flow.stages.length })}
      action={flow.retiredAt && <Tag>{t('flows.design.isRetired')}</Tag>}
    >
      <div className="stack">
        <p className="serif measure">{text(flow.purpose)}</p>
        <FlowPicture
          label={t('flows.picture.of', { flow: text(flow.title) })}
          stages={flow.stages}
          note={(stage) => `${words.who(stage.actor)} · ${words.due(stage)}`}
        />
        <details>
          <summary>{t('flows.page.inWords')}</summary>
          <ol className={styles.changes}>
            {flow.stages.map((stage) => (
              <li key={stage.key}>
                {[
                  `${text(stage.label)}：${words.who(stage.actor)}`,
                  words.due(stage),
                  stage.condition && words.condition(stage.condition),
                  stage.early && t('flows.page.early'),
                  stage.actor !== 'system' && words.late(stage),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </li>
            ))}
          </ol>
        </details>
        {isDesigner && <Doing flow={flow} />}
      </div>
    </Card>
  )
}

function Doing({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const start = useStart()
  const offer = useMutation({
    mutationFn: (retire: boolean) => api.flows[retire ? 'retire' : 'restore'].call({ id: flow.id }),
    onSuccess: (_, retire) => {
      changed()
      toast({
        text: t(retire ? 'flows.design.retired' : 'flows.design.restored'),
        ...(retire && { undo: () => offer.mutate(false) }),
      })
    },
  })
  const take = useMutation({
    mutationFn: () => api.flows.exportFile.call({ id: flow.id, versionId: flow.versionId }),
    onSuccess: ({ name, file }) => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(
        new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }),
      )
      link.download = name
      link.click()
      URL.revokeObjectURL(link.href)
    },
  })
  const from = (as: 'next' | 'copy') => start.mutate({ from: { versionId: flow.versionId, as } })
  return (
    <>
      <div className="cluster">
        {!flow.builtIn && (
          <ActionButton onClick={() => from('next')}>{t('flows.design.next')}</ActionButton>
        )}
        <ActionButton onClick={() => from('copy')}>{t('flows.design.copy')}</ActionButton>
        <ActionButton kind="quiet" onClick={() => take.mutate()}>
          {t('flows.design.export')}
        </ActionButton>
        <ActionButton kind="quiet" onClick={() => offer.mutate(flow.retiredAt === null)}>
          {t(flow.retiredAt ? 'flows.design.restore' : 'flows.design.retire')}
        </ActionButton>
        <ActionButton kind="quiet" onClick={() => setOpen(!isOpen)}>
          {t('flows.design.versions')}
        </ActionButton>
      </div>
      <ErrorNote error={start.error ?? offer.error ?? take.error} />
      {isOpen && <Versions flow={flow} />}
    </>
  )
}

/** Every version with how many talks go by it, and what changed from one to another. */
function Versions({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { data } = useQuery(api.flows.get.queryOptions({ input: { id: flow.id } }))
  const { data: usage } = useQuery(api.flows.usage.queryOptions({ input: { id: flow.id } }))
  const [chosen, setChosen] = useState<string | null>(null)
  const from = chosen ?? data?.versions[1]?.versionId ?? null
  const older = useQuery({
    ...api.flows.get.queryOptions({ input: { id: flow.id, versionId: from ?? '' } }),
    enabled: from !== null,
  })
  const diff = useQuery({
    ...api.flows.diff.queryOptions({
      input: { id: flow.id, from: from ?? '', to: flow.versionId },
    }),
    enabled: from !== null,
  })
  if (!data) return <Pending />
  return (
    <div className="stack">
      <ul className={styles.changes}>
        {data.versions.map(({ versionId, version, publishedAt, note }) => {
          const used = usage?.find((each) => each.versionId === versionId)
          return (
            <li key={versionId}>
              {t('flows.design.version', { n: version, day: f.shortDay(publishedAt) })}
              {note && `：${note}`}
              {' · '}
              {t('flows.design.used', { talks: used?.talks ?? 0, open: used?.open ?? 0 })}
            </li>
          )
        })}
      </ul>
      {data.versions.length > 1 && (
        <>
          <Select
            label={t('flows.design.compare')}
            value={from}
            allowDeselect={false}
            data={data.versions.slice(1).map(({ versionId, version }) => ({
              value: versionId,
              label: t('flows.design.versionN', { n: version }),
            }))}
            onChange={setChosen}
          />
          {diff.data && older.data && (
            <FlowChanges changes={diff.data} before={older.data} after={flow} />
          )}
        </>
      )}
    </div>
  )
}
