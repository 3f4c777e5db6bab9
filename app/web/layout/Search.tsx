import { useEffect, useState } from 'react'
import { Combobox, Modal, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { usePlaces } from './PlaceLink.tsx'
import { finders, type Hit } from './searches.ts'
import styles from './Search.module.css'
import { usePersonItems } from './usePersonItems.ts'

interface Choice {
  key: string
  text: string
  note?: string | undefined
  act: () => void
}

/** Ctrl/⌘ K: places, people, records and commands from one line, by keyboard alone. */
export default function Search({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 150)
  const navigate = useNavigate()
  const combobox = useCombobox({ opened: true })
  const go = (to: string) => (onClose(), void navigate({ to }))

  const found = useQueries({
    queries: finders.map((finder) => ({
      queryKey: ['search', finder.key, asked],
      queryFn: () => finder.find(asked),
      enabled: asked.length > 0,
      staleTime: 10_000,
    })),
  })
  const fits = (choice: Choice) => choice.text.toLowerCase().includes(text.trim().toLowerCase())
  const choiceOf = (hit: Hit): Choice => ({
    key: hit.key,
    text: hit.text,
    note: hit.note,
    act: () => go(hit.to),
  })
  const groups = [
    {
      title: t('app.search.places'),
      choices: usePlaces()
        .map((place): Choice => ({
          key: place.key,
          text: t(`app.places.${place.key}`),
          act: () => go(place.to),
        }))
        .filter(fits),
    },
    ...finders.map((finder, at) => ({
      title: t(finder.title),
      choices: asked ? (found[at]?.data ?? []).map(choiceOf) : [],
    })),
    {
      title: t('app.search.commands'),
      choices: usePersonItems()
        .filter((item) => item.key !== 'do-settings')
        .map((item): Choice => ({ ...item, act: () => (onClose(), item.act()) }))
        .filter(fits),
    },
  ].filter((group) => group.choices.length > 0)
  // Enter opens what stands first, as the foot promises.
  const order = groups.flatMap((group) => group.choices.map(({ key }) => key)).join(' ')
  useEffect(() => {
    combobox.selectFirstOption()
    // oxlint-disable-next-line react/exhaustive-deps -- the store is new on every draw
  }, [order])
  const all = new Map(
    groups.flatMap((group) => group.choices.map((choice) => [choice.key, choice])),
  )

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size={560}
      yOffset="12vh"
      centered={false}
      classNames={{ body: styles.body! }}
      aria-label={t('app.search.open')}
    >
      <Combobox store={combobox} onOptionSubmit={(key) => all.get(key)?.act()}>
        <Combobox.EventsTarget withExpandedAttribute>
          <input
            className={styles.input}
            aria-autocomplete="list"
            data-autofocus
            value={text}
            placeholder={t('app.search.placeholder')}
            aria-label={t('app.search.open')}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Combobox.EventsTarget>
        <Combobox.Options tabIndex={0} className={styles.list!} aria-label={t('app.search.open')}>
          {groups.map((group) => (
            <Combobox.Group key={group.title} label={group.title}>
              {group.choices.map((choice) => (
                <Combobox.Option key={choice.key} value={choice.key} className={styles.option!}>
                  {choice.text}
                  {choice.note && <span className={styles.note}>{choice.note}</span>}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
          {groups.length === 0 && (
            <Combobox.Empty>
              {found.some((one) => one.isFetching)
                ? t('app.search.looking')
                : t('app.search.nothing', { text })}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox>
      <p className={styles.keys}>{t('app.search.keys')}</p>
    </Modal>
  )
}
