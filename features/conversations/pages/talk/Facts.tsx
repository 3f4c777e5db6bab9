import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { Tag, type TagKind } from '../../../../ui/Tag.tsx'
import type { Evidence } from '../../../templates/contract.ts'
import { draggableFact } from '../../../templates/pages/form/facts.ts'
import type { Workspace } from '../../contract.ts'
import { factsAt } from '../form.ts'
import styles from './Facts.module.css'

const tones: Partial<Record<Evidence['kind'], TagKind>> = {
  goal: 'i',
  file: 'n',
  link: 'n',
  previousCommitment: 'w',
}

/** Facts at hand: goals as told, files and links. While preparing they can be dragged into a statement. */
export function Facts({ talk, draggable }: { talk: Workspace; draggable?: boolean }) {
  const { t } = useTranslation()
  const facts = factsAt(talk)
  if (facts.length === 0) return null
  return (
    <Card
      title={t('conversations.facts.title')}
      note={draggable ? t('conversations.facts.drag') : undefined}
    >
      <FactList facts={facts} draggable={draggable} />
    </Card>
  )
}

/** What was gathered for the talk, to be cited by drag where statements take it. */
export function FactList({
  facts,
  draggable,
}: {
  facts: Evidence[]
  draggable?: boolean | undefined
}) {
  const { t } = useTranslation()
  return (
    <ul className={styles.list}>
      {facts.map((fact) => (
        <li
          key={`${fact.kind}${fact.ref ?? fact.text}`}
          className={styles.fact}
          {...(draggable && draggableFact(fact))}
          data-drag={draggable || undefined}
        >
          <Tag kind={tones[fact.kind] ?? 'n'}>{t(`conversations.facts.kind.${fact.kind}`)}</Tag>{' '}
          {fact.kind === 'link' && fact.ref ? (
            <a href={fact.ref} target="_blank" rel="noreferrer noopener">
              {fact.text}
            </a>
          ) : (
            fact.text
          )}
        </li>
      ))}
    </ul>
  )
}
