import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import type { Import, Loop } from '../../import/contract.ts'
import { Fill } from './Fill.tsx'
import type { useResolve } from './useResolve.ts'
import styles from './ImportWizard.module.css'

interface Props {
  roster: Import
  deciding: ReturnType<typeof useResolve>
}

/** Every reporting loop as A → B → C → A with its lines; one other manager opens it. */
export function Loops({ roster, deciding }: Props) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<Loop | null>(null)
  if (roster.loops.length === 0) return null
  const first = opened?.members.find((member) => member.line !== null)
  return (
    <div role="alert">
      <ul className={styles.loops}>
        {roster.loops.map((loop) => {
          const members =
            loop.members.length > 6
              ? [...loop.members.slice(0, 3), null, ...loop.members.slice(-2)]
              : loop.members
          const names = [...members, loop.members[0]!].map((member) =>
            member ? `${member.employeeNo} ${member.name}` : '…',
          ) // a loop has members
          const lines = loop.members.flatMap((member) => member.line ?? [])
          return (
            <li key={lines.join()}>
              <span>
                <b>{t('org.import.loop')}</b>
                {names.join(' → ')}
              </span>
              <span className="mute small">
                {t('org.import.lines', { lines: lines.slice(0, 12).join('、') })}
              </span>
              <ActionButton
                kind="quiet"
                size="compact-sm"
                refusal={roster.refusals.edit}
                onClick={() => setOpened(loop)}
              >
                {t('org.import.pickManager')}
              </ActionButton>
            </li>
          )
        })}
        {opened && first?.line && (
          <Fill
            roster={roster}
            own={first.employeeNo}
            field="managerNo"
            title={t('org.import.managerOf', { name: first.name, employeeNo: first.employeeNo })}
            initial=""
            onClose={() => setOpened(null)}
            onFill={(value) =>
              deciding.decide([{ line: first.line!, choice: null }], { set: { managerNo: value } })
            }
          />
        )}
      </ul>
    </div>
  )
}
