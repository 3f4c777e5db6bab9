import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PersonPick } from '../../../org/pages/PersonPick.tsx'
import { actorRelations, actorRoles, type FlowActor, type StageKind } from '../../contract.ts'
import { actorsFor } from '../../faults/rules.ts'
import { actorKey } from '../../owners/rules.ts'
import { useStageWords } from '../useStageWords.ts'

export interface Somebody {
  id: string
  name: string
  employeeNo: string
}

interface Props {
  id: string
  label: string
  kind: StageKind
  value: FlowActor
  people: ReadonlyMap<string, Somebody>
  onChange: (actor: FlowActor, person?: Somebody) => void
}

/** Who acts: only those a stage of this kind can belong to. */
export function ActorField({ id, label, kind, value, people, onChange }: Props) {
  const { t } = useTranslation()
  const words = useStageWords()
  const allowed = actorsFor[kind]
  const words5 = allowed.filter((each) => each !== '*') as FlowActor[]
  const anybody: FlowActor[] = allowed.includes('*')
    ? [...actorRelations.map((relation) => ({ relation })), ...actorRoles.map((role) => ({ role }))]
    : []
  const isPerson = typeof value === 'object' && 'person' in value
  const actors = [...words5, ...anybody]
  const current = isPerson ? 'person' : actorKey(value)
  const data = [
    ...actors.map((actor) => ({ value: actorKey(actor), label: words.who(actor) })),
    ...(allowed.includes('*') ? [{ value: 'person', label: t('flows.actor.person') }] : []),
  ]
  if (!data.some((each) => each.value === current))
    data.push({ value: current, label: words.who(value) })
  return (
    <>
      <Select
        id={id}
        label={label}
        value={current}
        data={data}
        allowDeselect={false}
        onChange={(chosen) => {
          const actor = actors.find((each) => actorKey(each) === chosen)
          if (actor) onChange(actor)
          else if (chosen === 'person') onChange({ person: nobody })
        }}
      />
      {isPerson && (
        <PersonPick
          label={t('flows.design.person')}
          value={people.get(value.person) ?? null}
          clearable={false}
          onChange={(person) => person && onChange({ person: person.id }, person)}
        />
      )}
    </>
  )
}

/** Stands where nobody is chosen yet; the faults say so. */
const nobody = '00000000-0000-4000-8000-000000000000'
