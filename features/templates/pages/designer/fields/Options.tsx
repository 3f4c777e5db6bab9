import { useState } from 'react'
import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../../ui/ActionButton.tsx'
import { linesIn, noText, textOf, valueAt } from '../../../drafts/editing/rules.ts'
import { freshKey, useDesk } from '../desk.ts'
import { FaultsAt } from './FaultsAt.tsx'
import { Items } from './Items.tsx'
import { Words } from './Words.tsx'

interface Option {
  key: string
  label: { zh: string; en: string }
}

/** What there is to choose from, one by one or as a pasted list. */
export function Options({ path }: { path: string }) {
  const { t } = useTranslation()
  const { body, put } = useDesk()
  const [pasted, setPasted] = useState('')
  const lines = linesIn(pasted)
  const options = (valueAt(body, path) as Option[] | undefined) ?? []
  const take = () => {
    const written = options.filter(({ label }) => label.zh.trim() || label.en.trim())
    const more = lines.map((line) => ({ key: freshKey('option'), label: textOf(line) }))
    put(path, [...written, ...more].slice(0, 50))
    setPasted('')
  }
  return (
    <>
      <FaultsAt path={path} />
      <Items<Option>
        path={path}
        nameOf={(n) => t('drafts.options.one', { n })}
        add={t('drafts.options.add')}
        fresh={() => ({ key: freshKey('option'), label: noText })}
        least={1}
      >
        {(own) => <Words path={`${own}.label`} label={t('drafts.options.label')} />}
      </Items>
      <Textarea
        label={t('drafts.options.paste')}
        description={t('drafts.palette.pasteHow')}
        minRows={2}
        maxLength={10_000}
        value={pasted}
        onChange={(event) => setPasted(event.currentTarget.value)}
      />
      {lines.length > 0 && (
        <ActionButton size="xs" onClick={take}>
          {t('drafts.options.take', { n: lines.length })}
        </ActionButton>
      )}
    </>
  )
}
