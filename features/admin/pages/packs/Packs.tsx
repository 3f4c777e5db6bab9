import { useState } from 'react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { failureIn } from '../../../../ui/admitted.ts'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Card } from '../../../../ui/Card.tsx'
import { Choices } from '../../../../ui/Choices.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { Pending } from '../../../../ui/Pending.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { useTried } from '../../../../ui/useTried.ts'
import { useFormat } from '../../../../ui/useFormat.ts'
import type { Words } from '../../../accounts/words/rules.ts'
import { packKeys, type PackKey } from '../../../templates/library/packs/keys.ts'
import { OwnWords } from './OwnWords.tsx'
import { Preview } from './Preview.tsx'
import { renewed } from './renewed.ts'

/** A whole beginning for a kind of business in one choice: what would come is shown before, and it can be undone. */
export function Packs() {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(api.admin.packs.all.queryOptions())
  const [looked, setLooked] = useState<PackKey | null>(null)
  if (failureIn({ data, error })) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Pending />
  const shown = looked ?? data.chosen?.pack ?? null
  const pack = data.packs.find((each) => each.pack === shown)
  return (
    <>
      <PageHeader
        crumbs={[{ text: t('templates.library.title'), to: '/design' }]}
        title={t('packs.title')}
        sub={t('packs.sub')}
      />
      <div className="stack">
        {data.chosen && <Chosen chosen={data.chosen} />}
        <Choices
          label={t('packs.title')}
          choices={packKeys.map((key) => ({
            key,
            name: t(`packs.${key}.name`),
            what: t(`packs.${key}.what`),
          }))}
          chosen={shown}
          onChoose={setLooked}
        />
        {pack ? (
          <Preview
            key={pack.pack}
            pack={pack}
            year={data.year}
            now={data.words}
            isChosen={data.chosen?.pack === pack.pack}
          />
        ) : (
          <>
            <p className="mute">{t('packs.lookFirst')}</p>
            <JustWords now={data.words} />
          </>
        )}
      </div>
    </>
  )
}

type Choice = NonNullable<Awaited<ReturnType<typeof api.admin.packs.all.call>>['chosen']>

function Chosen({ chosen }: { chosen: Choice }) {
  const { t } = useTranslation()
  const f = useFormat()
  const undo = useMutation(api.admin.packs.undo.mutationOptions(renewed))
  return (
    <Card
      title={t('packs.chosen', { name: t(`packs.${chosen.pack}.name`) })}
      note={t('packs.chosenBy', { who: chosen.by, day: f.day(chosen.at) })}
      tone="calm"
    >
      <div className="cluster">
        <span>{t('packs.brought', { templates: chosen.templates, talks: chosen.talks })}</span>
        <ActionButton
          kind="quiet"
          refusal={chosen.undo}
          busy={undo.isPending}
          onClick={() =>
            undo.mutate(undefined, { onSuccess: () => toast({ text: t('packs.undone') }) })
          }
        >
          {t('packs.undo')}
        </ActionButton>
      </div>
      <ErrorNote error={undo.error} />
    </Card>
  )
}

/** The words alone, for whoever wants nothing else. */
function JustWords({ now }: { now: Words }) {
  const { t } = useTranslation()
  const [words, setWords] = useState(now)
  const save = useMutation(api.admin.packs.setWords.mutationOptions(renewed))
  const { tried, submit } = useTried(() =>
    save.mutate({ words }, { onSuccess: () => toast({ text: t('packs.wordsSaved') }) }),
  )
  return (
    <Card title={t('packs.words')} note={t('packs.wordsNote')}>
      <form className="stack" noValidate onSubmit={submit}>
        <OwnWords value={words} onChange={setWords} tried={tried} />
        <ErrorNote error={save.error} />
        <div>
          <ActionButton type="submit" busy={save.isPending}>
            {t('packs.saveWords')}
          </ActionButton>
        </div>
      </form>
    </Card>
  )
}
