import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../ui/ActionButton.tsx'

/** Shows recovery codes, this once, and says what they are for. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation()
  const file = URL.createObjectURL(new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }))
  return (
    <div className="stack" role="status">
      <p>{t('accounts.factor.codesNow')}</p>
      <ul>
        {codes.map((code) => (
          <li key={code} className="mono">
            {code}
          </li>
        ))}
      </ul>
      <div className="cluster">
        <ActionButton kind="primary" onClick={onDone}>
          {t('accounts.factor.codesKept')}
        </ActionButton>
        <a href={file} download="cuxi-recovery-codes.txt">
          {t('accounts.factor.codesFile')}
        </a>
      </div>
    </div>
  )
}
