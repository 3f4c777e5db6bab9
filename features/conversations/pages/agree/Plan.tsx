import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { api } from '../../../../ui/api.ts'
import { layers, type Workspace } from '../../contract.ts'
import { refresh } from '../form.ts'
import { Line } from './Line.tsx'
import styles from './Plan.module.css'

/** The plan in three layers; both may write, every line has its owner, its measure and its day. */
export function Plan({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const [added, setAdded] = useState<string | null>(null)
  const add = useMutation(
    api.conversations.addPlanLine.mutationOptions({
      onSuccess: async ({ id }) => {
        setAdded(id)
        await refresh(talk.id)
      },
    }),
  )
  return (
    <Card title={t('conversations.plan.title')} note={<WhoReads readers="sealed" />}>
      <p className="mute measure" id="plan">
        {t('conversations.plan.text')}
      </p>
      {layers.map((layer) => {
        const lines = talk.plan.filter((line) => line.layer === layer)
        return (
          <section
            key={layer}
            className={styles.layer}
            aria-label={t(`conversations.plan.layer.${layer}`)}
          >
            <h3>
              {t(`conversations.plan.layer.${layer}`)}{' '}
              <span className="small mute">{t(`conversations.plan.layerHint.${layer}`)}</span>
            </h3>
            <ol className={styles.lines}>
              {lines.map((line, at) => (
                <Line
                  key={line.id}
                  talk={talk}
                  line={line}
                  before={lines[at - 1]}
                  after={lines[at + 1]}
                  isNew={line.id === added}
                />
              ))}
            </ol>
            <button
              type="button"
              className={styles.add}
              disabled={add.isPending}
              onClick={() =>
                add.mutate({
                  id: talk.id,
                  line: { layer, ownerKind: layer === 'support' ? 'manager' : 'employee' },
                  clientId: crypto.randomUUID(),
                })
              }
            >
              ＋ {t(`conversations.plan.add.${layer}`)}
            </button>
          </section>
        )
      })}
      <ErrorNote error={add.error} />
    </Card>
  )
}
