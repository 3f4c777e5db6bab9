import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Pending } from '../../../ui/Pending.tsx'
import { PersonName } from '../../../ui/Person.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { api } from '../../../ui/api.ts'
import { admitted, failureIn } from '../../../ui/admitted.ts'
import type { Reach, Reader } from '../access/contract.ts'
import { AccessList } from './AccessList.tsx'
import { asWhat } from './asWhat.ts'

/** Who may see one record now and once it is sealed, and who has seen it. */
export function RecordAccess() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data, error, refetch } = admitted(
    useQuery(api.admin.access.of.queryOptions({ input: { conversationId: id } })),
  )
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const { conversation, readers, items } = data
  // To some it is told on which days somebody looked, and no more.
  const listsReaders = readers.length > 0
  return (
    <>
      <PageHeader
        crumbs={[
          { text: t('conversations.list.title'), to: '/conversations' },
          { text: conversation.title, to: `/conversations/${id}` },
        ]}
        title={t(listsReaders ? 'admin.access.ofTitle' : 'admin.access.opened')}
        sub={
          listsReaders ? t('admin.access.ofSub', { title: conversation.title }) : conversation.title
        }
        {...(listsReaders && {
          actions: <ActionButton to="/settings/access">{t('admin.access.all')}</ActionButton>,
        })}
      />
      <div className="stack measure">
        {listsReaders && (
          <Card title={t('admin.access.readers')} note={t('admin.access.readersNote')}>
            <ul>
              {readers.map((reader) => (
                <One key={reader.person.id} reader={reader} isSealed={conversation.isSealed} />
              ))}
            </ul>
            <p className="small mute">{t('admin.access.rule')}</p>
          </Card>
        )}
        <Card title={t('admin.access.opened')} note={t('admin.access.openedNote')}>
          {items.length === 0 ? (
            <p className="mute">{t('admin.access.nobodyYet')}</p>
          ) : (
            <AccessList items={items} named={false} />
          )}
          {!listsReaders && <p className="small mute">{t('admin.access.daysOnly')}</p>}
        </Card>
      </div>
    </>
  )
}

const tones: Record<Reach, 'd' | 'w' | 'n'> = {
  read: 'd',
  reason: 'w',
  ratings: 'w',
  own: 'n',
  status: 'n',
  nothing: 'n',
}

function One({ reader, isSealed }: { reader: Reader; isSealed: boolean }) {
  const { t } = useTranslation()
  const { person, relation } = reader
  return (
    // Where name and tags do not fit side by side, the tags go below: a name is not broken into letters.
    <li className="row" style={{ flexWrap: 'wrap' }}>
      <PersonName
        name={person.name}
        note={[t(asWhat(relation)), person.department].filter(Boolean).join(' · ')}
        size="s"
      />
      <span className="end cluster small">
        {!isSealed && (
          <>
            <span className="mute">{t('admin.access.now')}</span>
            <Tag kind={tones[reader.now]}>{t(`admin.access.reach.${reader.now}`)}</Tag>
          </>
        )}
        <span className="mute">{t(isSealed ? 'admin.access.now' : 'admin.access.sealed')}</span>
        <Tag kind={tones[reader.sealed]}>{t(`admin.access.reach.${reader.sealed}`)}</Tag>
      </span>
    </li>
  )
}
