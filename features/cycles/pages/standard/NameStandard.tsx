import { useState } from 'react'
import { Select } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api, queryClient } from '../../../../ui/api.ts'
import { useText } from '../../../templates/pages/useText.ts'
import type { Standard } from '../../standard/contract.ts'

/** By which template and flows one kind of talk is to be held from the next cycle on. */
export function NameStandard({ standard, onClose }: { standard: Standard; onClose: () => void }) {
  const { t } = useTranslation()
  const text = useText()
  const [design, setDesign] = useState(standard.design)
  const templates = useQuery(api.templates.list.queryOptions())
  const flows = useQuery(api.flows.list.queryOptions())
  const choose = useMutation(
    api.cycles.standard.choose.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.cycles.standard.key() })
        onClose()
      },
    }),
  )
  const fields = [
    { key: 'template', of: templates.data },
    { key: 'base', of: flows.data },
    { key: 'management', of: flows.data },
  ] as const
  return (
    <Dialog
      opened
      title={t('cycles.standard.changeFor', { kind: t(`cycles.kinds.${standard.kind}.name`) })}
      onClose={onClose}
    >
      <div className="stack">
        <p className="measure">{t('cycles.standard.what')}</p>
        <ErrorNote error={templates.error ?? flows.error ?? choose.error} />
        {fields.map(({ key, of }) => (
          <Select
            key={key}
            label={t(`cycles.standard.fields.${key}`)}
            value={design[key]}
            allowDeselect={false}
            searchable
            data={(of ?? [])
              .filter(({ retiredAt }) => retiredAt === null)
              .map((each) => ({ value: each.key, label: text(each.title) }))}
            onChange={(value) => value && setDesign({ ...design, [key]: value })}
          />
        ))}
        <div className="cluster">
          <ActionButton
            kind="primary"
            busy={choose.isPending}
            onClick={() => choose.mutate({ kind: standard.kind, ...design })}
          >
            {t('cycles.standard.save')}
          </ActionButton>
        </div>
      </div>
    </Dialog>
  )
}
