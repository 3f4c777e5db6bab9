import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { WhoReads } from '../../../../ui/WhoReads.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useKept } from '../../../../ui/useKept.ts'
import type { Workspace } from '../../contract.ts'
import { refresh } from '../form.ts'
import { hasRefused } from './standing.ts'
import { Statement } from './Statement.tsx'
import { keptAs } from './unsent.ts'

/** The employee's own words beside a noted refusal, sealed with it. */
export function OwnStatement({ talk }: { talk: Workspace }) {
  const { t } = useTranslation()
  const [statement, setStatement, forget] = useKept(
    keptAs(talk, 'own'),
    talk.signing.refusalNote?.statement ?? '',
  )
  const attach = useMutation(
    api.conversations.attachStatement.mutationOptions({
      onSuccess: () => {
        forget()
        toast({ text: t('conversations.ownStatement.done') })
        void refresh(talk.id)
      },
    }),
  )
  // Whoever has signed a refusal wrote their words with it.
  if (talk.relation !== 'employee' || talk.refusals.attachStatement !== null || hasRefused(talk))
    return null
  return (
    <Card title={t('conversations.ownStatement.title')} note={<WhoReads readers="sealed" />}>
      <form
        className="stack"
        onSubmit={(event) => (
          event.preventDefault(),
          attach.mutate({ id: talk.id, statement: statement.trim() })
        )}
      >
        <Statement
          aria-label={t('conversations.ownStatement.title')}
          required
          value={statement}
          onChange={setStatement}
        />
        <ErrorNote error={attach.error} kept={t('conversations.kept')} />
        <ActionButton
          type="submit"
          busy={attach.isPending}
          refusal={
            statement.trim() === (talk.signing.refusalNote?.statement ?? '')
              ? 'conversations.writeSomething'
              : null
          }
        >
          {t('conversations.ownStatement.button')}
        </ActionButton>
      </form>
    </Card>
  )
}
