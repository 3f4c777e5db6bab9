import { Fragment } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { api } from '../../../../ui/api.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Assignment, Person } from '../../contract.ts'
import { gapsBetween } from '../../rules.ts'
import { useShowPerson, useToday } from './useShowPerson.ts'
import styles from '../Org.module.css'

/** Every post with its days, newest first; past conversations keep the one of their day. */
export function Posts({
  person,
  assignments,
  mayEnd,
}: {
  person: Person
  assignments: Assignment[]
  mayEnd: boolean
}) {
  const { t } = useTranslation()
  const f = useFormat()
  const today = useToday()
  const end = useMutation({ ...api.org.endDotted.mutationOptions(), onSuccess: useShowPerson() })
  // Between two posts, where somebody had left and came back.
  const gap = (postId: string) => {
    const found = gaps.get(postId)
    return (
      found && (
        <li data-kind="gap">
          <span className="small mute">{f.range(found.fromOn, found.toOn)}</span>
          <span className="mute">{t('org.person.gap')}</span>
        </li>
      )
    )
  }
  const isNow = ({ fromOn, toOn }: Assignment) => fromOn <= today && (toOn === null || toOn > today)
  const gaps = new Map(gapsBetween(assignments).map((gap) => [gap.before, gap]))
  if (assignments.length === 0) return <EmptyState text={t('org.person.noPosts')} />
  return (
    <>
      <ol className={styles.posts}>
        {assignments.map((post) => (
          <Fragment key={post.id}>
            <li data-now={isNow(post) || undefined} data-kind={post.kind}>
              <span className="small mute">
                {post.toOn
                  ? f.range(post.fromOn, post.toOn)
                  : t('org.person.since', { day: f.shortDay(post.fromOn) })}{' '}
                {post.fromOn > today && <Tag kind="i">{t('org.person.planned')}</Tag>}
                {post.kind === 'dotted' && <Tag>{t('org.person.dotted')}</Tag>}
              </span>
              <span>
                {post.kind === 'primary' &&
                  [post.department.replaceAll('/', ' / '), post.position, post.level]
                    .filter(Boolean)
                    .join(' · ')}
                {post.kind === 'dotted' && post.position}
              </span>
              {post.manager && (
                <span className="small">
                  {t('org.manager')}{' '}
                  <Link
                    to={'/people/$id' as string}
                    params={{ id: post.manager.id } as never}
                    className="inline"
                  >
                    {post.manager.name}
                  </Link>
                  {mayEnd && post.kind === 'dotted' && isNow(post) && (
                    <ActionButton
                      kind="quiet"
                      size="compact-sm"
                      busy={end.isPending}
                      onClick={() =>
                        end.mutate({ id: person.id, assignmentId: post.id, toOn: today })
                      }
                    >
                      {t('org.person.endDotted')}
                    </ActionButton>
                  )}
                </span>
              )}
            </li>
            {gap(post.id)}
          </Fragment>
        ))}
      </ol>
      <ErrorNote error={end.error} />
    </>
  )
}
