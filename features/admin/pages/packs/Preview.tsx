import { useState } from 'react'
import { Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useTried } from '../../../../ui/useTried.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Words } from '../../../accounts/words/rules.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Pack } from '../../packs/contract.ts'
import { OwnWords } from './OwnWords.tsx'
import { renewed } from './renewed.ts'
import styles from './Packs.module.css'

interface Props {
  pack: Pack
  year: number
  /** What the organization calls things now. */
  now: Words
  isChosen: boolean
}

/** Everything a pack would bring, exactly as it would come, and the one button that brings it. */
export function Preview({ pack, year, now, isChosen }: Props) {
  const { t } = useTranslation()
  const text = useText()
  const f = useFormat()
  const [words, setWords] = useState<Words>(isChosen ? now : { ...now, ...pack.words })
  const [withPlan, setWithPlan] = useState(true)
  const choose = useMutation(api.admin.packs.choose.mutationOptions(renewed))
  const { tried, submit } = useTried(() =>
    choose.mutate(
      { pack: pack.pack, words, withPlan },
      { onSuccess: () => toast({ text: t('packs.done') }) },
    ),
  )
  const newTemplates = pack.templates.filter(({ isThere }) => !isThere).length
  const newTalks = pack.plan.filter(({ isThere }) => !isThere).length
  const there = <Tag>{t('packs.there')}</Tag>
  return (
    <form
      className="stack"
      aria-label={t('packs.preview', { name: t(`packs.${pack.pack}.name`) })}
      noValidate
      onSubmit={submit}
    >
      <div className={styles.columns}>
        <Card title={t('packs.templates')} note={t('packs.templatesNote')}>
          {pack.templates.map(({ key, title, purpose, minutes, isThere }) => (
            <div key={key} className="row">
              <div>
                <b>{isThere ? <Link {...toTemplate(key)}>{text(title)}</Link> : text(title)}</b>{' '}
                <span className="small mute">{f.minutes(minutes)}</span> {isThere && there}
                <p className="small mute">{text(purpose)}</p>
              </div>
            </div>
          ))}
        </Card>
        <Card
          title={t('packs.figures', { name: text(pack.figures.label) })}
          note={t('packs.figuresNote')}
        >
          <ul className={styles.plain}>
            {pack.figures.lines.map((line) => (
              <li key={line.en}>{text(line)}</li>
            ))}
          </ul>
          <h3>{t('packs.design')}</h3>
          <ul className={styles.plain}>
            {pack.design.map(({ kind, template, flow }) => (
              <li key={kind}>
                {t('packs.designLine', {
                  kind: t(`cycles.kinds.${kind}.name`),
                  template: text(template),
                  flow: text(flow),
                })}
              </li>
            ))}
          </ul>
        </Card>
      </div>
      <Card title={t('packs.words')} note={t('packs.wordsNote')}>
        <OwnWords value={words} onChange={setWords} tried={tried} />
      </Card>
      <Card title={t('packs.plan', { year })} note={t('packs.planNote')}>
        <div className="stack">
          <Switch
            label={t('packs.withPlan', { n: newTalks })}
            checked={withPlan}
            onChange={(event) => setWithPlan(event.currentTarget.checked)}
          />
          <ol className={styles.plan}>
            {pack.plan.map(({ name, startsOn, endsOn, isThere }) => (
              <li key={startsOn}>
                <span className="small mute">{f.range(startsOn, endsOn)}</span>
                <br />
                {name} {isThere && there}
              </li>
            ))}
          </ol>
        </div>
      </Card>
      <ErrorNote error={choose.error} />
      <div className="cluster">
        <ActionButton kind="primary" type="submit" busy={choose.isPending}>
          {t(isChosen ? 'packs.again' : 'packs.choose', { name: t(`packs.${pack.pack}.name`) })}
        </ActionButton>
        <span className="small mute">
          {t('packs.brings', { templates: newTemplates, talks: withPlan ? newTalks : 0 })}
        </span>
      </div>
    </form>
  )
}

const toTemplate = (template: string) => ({ to: '/design', search: { template } as never }) as const
