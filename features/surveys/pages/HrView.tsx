import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Card } from '../../../ui/Card.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../ui/api.ts'
import { toast } from '../../../ui/toasts.tsx'
import type { Report } from '../contract.ts'
import { type Given, isWhole, ThreeQuestions } from './ThreeQuestions.tsx'

/** What HR sees, said before anybody knows what the others see. */
export function HrView({ survey }: { survey: Report }) {
  const { t } = useTranslation()
  const [given, setGiven] = useState<Given>(survey.hrView ?? {})
  const give = useMutation(
    api.surveys.giveHrView.mutationOptions({
      onSuccess: () => {
        toast({ text: t('surveys.hr.kept') })
        void queryClient.invalidateQueries({ queryKey: api.surveys.key() })
      },
    }),
  )
  return (
    <Card title={t('surveys.hr.title')} note={t('surveys.hr.note')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole(given)) give.mutate({ id: survey.id, answers: given })
        }}
      >
        <ThreeQuestions given={given} onChange={setGiven} />
        <ErrorNote error={give.error} />
        <div>
          <ActionButton
            type="submit"
            busy={give.isPending}
            refusal={isWhole(given) ? null : 'surveys.threeAnswers'}
          >
            {t('surveys.hr.keep')}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}
