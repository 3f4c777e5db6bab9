import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { admitted, failureIn } from '../../../ui/admitted.ts'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Person as PersonData } from '../contract.ts'
import { EditPerson } from './person/EditPerson.tsx'
import { Factor } from './person/Factor.tsx'
import { Grants } from './person/Grants.tsx'
import { Invite } from './person/Invite.tsx'
import { Leave, Return } from './person/Leave.tsx'
import { NewDotted, NewPost } from './person/NewPost.tsx'
import { Posts } from './person/Posts.tsx'
import styles from './Org.module.css'

type Dialog = 'edit' | 'post' | 'dotted' | 'leave' | 'return' | 'invite'

const dialogs = {
  edit: EditPerson,
  post: NewPost,
  dotted: NewDotted,
  leave: Leave,
  return: Return,
  invite: Invite,
}

/** One person: who, where, under whom, since when; for HR also what may be changed. */
export function Person() {
  const { t } = useTranslation()
  const f = useFormat()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { data: opensTalks } = useQuery(
    api.insights.history.opens.queryOptions({ input: { personId: id } }),
  )
  const found = admitted(useQuery(api.org.person.queryOptions({ input: { id } })))
  if (failureIn(found))
    return <ErrorNote error={found.error} onRetry={() => void found.refetch()} />
  const person = found.data
  if (!person) return <Pending />
  const { refusals, details } = person
  // Whoever may change nothing sees no row of dead buttons.
  const isHr = refusals.edit === null
  const Opened = dialog && dialogs[dialog]
  return (
    <>
      <PageHeader
        title={person.name}
        crumbs={[{ text: t('org.title'), to: '/org' }]}
        sub={[person.employeeNo, person.department.replaceAll('/', ' / '), person.position]
          .filter(Boolean)
          .join(' · ')}
        actions={
          <>
            {opensTalks && (
              <ActionButton kind="quiet" to={`/people/${person.id}/talks`}>
                {t('org.person.talks')}
              </ActionButton>
            )}
            {isHr && (
              <>
                <ActionButton onClick={() => setDialog('edit')}>
                  {t('org.person.edit')}
                </ActionButton>
                <ActionButton kind="quiet" to={`/org/doubles?one=${person.id}`}>
                  {t('org.doubles.look')}
                </ActionButton>
                {refusals.return === null ? (
                  <ActionButton onClick={() => setDialog('return')}>
                    {t('org.person.return')}
                  </ActionButton>
                ) : (
                  <ActionButton refusal={refusals.leave} onClick={() => setDialog('leave')}>
                    {t('org.person.leave')}
                  </ActionButton>
                )}
                <ActionButton
                  kind="primary"
                  refusal={refusals.invite}
                  onClick={() => setDialog('invite')}
                >
                  {t(person.hasAccount ? 'org.person.newLink' : 'org.person.invite')}
                </ActionButton>
              </>
            )}
          </>
        }
      />
      <div className="stack">
        <Card>
          <Facts person={person} />
        </Card>
        {details && (
          <Card
            title={t('org.person.posts')}
            action={
              isHr && (
                <span className="cluster">
                  <ActionButton
                    kind="quiet"
                    size="compact-sm"
                    refusal={refusals.reassign}
                    onClick={() => setDialog('dotted')}
                  >
                    {t('org.person.addDotted')}
                  </ActionButton>
                  <ActionButton
                    kind="quiet"
                    size="compact-sm"
                    refusal={refusals.reassign}
                    onClick={() => setDialog('post')}
                  >
                    {t('org.person.reassign')}
                  </ActionButton>
                </span>
              )
            }
          >
            <Posts person={person} assignments={details.assignments} mayEnd={isHr} />
          </Card>
        )}
        {person.grants && <Grants person={person} />}
        {person.refusals.grant !== 'org.grantsBySecurity' && <Factor person={person} />}
        {details?.invitedUntil && (
          <p className="small mute">
            {t('org.person.invitedUntil', { until: f.near(details.invitedUntil) })}
          </p>
        )}
      </div>
      {Opened && <Opened person={person} onClose={() => setDialog(null)} />}
    </>
  )
}

function Facts({ person }: { person: PersonData }) {
  const { t } = useTranslation()
  const f = useFormat()
  const { details, manager, leftOn, goesOnAs } = person
  const none = <span className="faint">{t('org.none')}</span>
  const facts: [string, React.ReactNode][] = [
    [
      t('org.manager'),
      manager ? (
        <Link to={'/people/$id' as string} params={{ id: manager.id } as never}>
          {manager.name}（{manager.employeeNo}）
        </Link>
      ) : (
        none
      ),
    ],
    [t('org.reports'), person.reports ? t('org.reportsCount', { count: person.reports }) : none],
    [t('org.field.level'), [person.jobFamily, person.level].filter(Boolean).join(' · ') || none],
    [
      t('org.field.status'),
      goesOnAs ? (
        <Link to={'/people/$id' as string} params={{ id: goesOnAs.id } as never}>
          {t('org.person.joinedTo', { employeeNo: goesOnAs.employeeNo })}
        </Link>
      ) : leftOn ? (
        <Tag>{t('org.leftOn', { day: f.shortDay(leftOn) })}</Tag>
      ) : (
        <Tag kind="d">{t('org.status.active')}</Tag>
      ),
    ],
    ...(details
      ? ([
          [t('org.field.hiredOn'), details.hiredOn ? f.shortDay(details.hiredOn) : none],
          [t('org.field.email'), details.email ?? none],
          [t('org.field.phone'), details.phone ?? none],
          [t('org.account'), t(person.hasAccount ? 'org.hasAccount' : 'org.notInvited')],
        ] as [string, React.ReactNode][])
      : []),
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
