import { useState } from 'react'
import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { useText } from '../../../templates/pages/useText.ts'
import { stageKinds, type FlowBody, type StageKind } from '../../contract.ts'

interface Props {
  flow: FlowBody
  behind: string | null
  onAdd: (kind: StageKind) => void
}

/** One more stage behind the chosen one, or at the end. */
export function AddStage({ flow, behind, onAdd }: Props) {
  const { t } = useTranslation()
  const text = useText()
  const [kind, setKind] = useState<StageKind>('form')
  const before = flow.stages.find(({ key }) => key === behind)
  return (
    <div className="cluster">
      <Select
        label={t('flows.design.addKind')}
        value={kind}
        allowDeselect={false}
        data={stageKinds.map((each) => ({ value: each, label: t(`flows.kind.${each}`) }))}
        onChange={(chosen) => setKind(chosen as StageKind)}
      />
      <ActionButton onClick={() => onAdd(kind)}>
        {before
          ? t('flows.design.addBehind', {
              stage: text(before.label) || t('flows.picture.unnamed'),
            })
          : t('flows.design.addFirst')}
      </ActionButton>
    </div>
  )
}
