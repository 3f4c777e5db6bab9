import { useState, type DragEvent } from 'react'
import { Menu, SegmentedControl, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Tag } from '../../../../ui/Tag.tsx'
import { useRefusal } from '../../../../ui/failure.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { listLimit } from '../../answers/rules.ts'
import { statementKinds, type Evidence, type Field, type Statement } from '../../contract.ts'
import { droppedFact, useForm, type EditorProps } from './facts.ts'
import { ItemList, type FirstControl } from './ItemList.tsx'
import { Line } from './Line.tsx'
import styles from './Form.module.css'

const fresh = (): Omit<Statement, 'id'> => ({
  text: '',
  kind: 'behaviour',
  situation: '',
  evidence: [],
})

/** Claims of one sentence each, with their case and the facts they cite. */
export function Statements({
  field,
  labelledBy,
  value,
  onChange,
  disabled,
}: EditorProps<Statement[]>) {
  const { t } = useTranslation()
  return (
    <ItemList
      items={value}
      onChange={onChange}
      fresh={fresh}
      max={Math.min(field.max ?? listLimit, listLimit)}
      disabled={disabled}
      labelledBy={labelledBy}
      addLabel={t('templates.form.addStatement')}
    >
      {(item, edit, first) => (
        <OneStatement item={item} edit={edit} first={first} disabled={disabled} field={field} />
      )}
    </ItemList>
  )
}

interface OneProps {
  item: Statement
  edit: (change: Partial<Statement>) => void
  first: FirstControl
  disabled: boolean
  field: Field
}

function OneStatement({ item, edit, first, disabled, field }: OneProps) {
  const { t } = useTranslation()
  const { citable } = useForm()
  const say = useRefusal()
  const isWritten = item.text.trim() !== ''
  const isImpression = isWritten && item.situation.trim() === '' && item.evidence.length === 0
  const cite = (fact: Evidence) => edit({ evidence: [...item.evidence, fact] })
  const drop = (event: DragEvent) => {
    const fact = droppedFact(event)
    if (!fact || disabled) return
    event.preventDefault()
    if (citable(field).some(({ kind, ref }) => kind === fact.kind && ref === fact.ref)) cite(fact)
    else toast({ text: say('templates.citesOutside', { what: fact.text })!, kind: 'trouble' })
  }
  return (
    <div onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <Line
        {...first}
        label={t('templates.form.statement')}
        hideLabel
        disabled={disabled}
        value={item.text}
        onChange={(text) => edit({ text })}
      />
      {isWritten && (
        <>
          {field.needs && (
            <>
              <SegmentedControl
                size="xs"
                aria-label={t('templates.form.kind')}
                disabled={disabled}
                value={item.kind}
                data={statementKinds.map((kind) => ({
                  value: kind,
                  label: t(`templates.kind.${kind}`),
                }))}
                onChange={(kind) => edit({ kind: kind as Statement['kind'] })}
              />
              {isImpression && (
                <p className="small">
                  <Tag kind="w">{t('templates.form.impression')}</Tag>{' '}
                  <span className="mute">{t('templates.form.impressionHint')}</span>
                </p>
              )}
              <Line
                label={t('templates.form.situation')}
                hideLabel
                placeholder={t('templates.form.situationHint')}
                disabled={disabled}
                value={item.situation}
                onChange={(situation) => edit({ situation })}
              />
            </>
          )}
          <EvidenceRow
            evidence={item.evidence}
            citable={citable(field)}
            disabled={disabled}
            onChange={(evidence) => edit({ evidence })}
          />
        </>
      )}
    </div>
  )
}

function EvidenceRow({
  evidence,
  citable,
  onChange,
  disabled,
}: {
  evidence: Evidence[]
  citable: Evidence[]
  onChange: (next: Evidence[]) => void
  disabled: boolean
}) {
  const { t } = useTranslation()
  const [link, setLink] = useState<string | null>(null)
  const isAddress = link !== null && /^https?:\/\/\S+\.\S+|^https?:\/\/localhost/.test(link.trim())
  const addLink = () => {
    if (!isAddress) return
    onChange([...evidence, { kind: 'link', text: new URL(link.trim()).hostname, ref: link.trim() }])
    setLink(null)
  }
  return (
    <div className={styles.evidence}>
      {evidence.map((each, at) => (
        <span key={`${each.kind}${each.ref ?? each.text}${at}`} className={styles.cited}>
          <Tag kind="i">{t(`templates.evidence.${each.kind}`)}</Tag> {each.text}
          {!disabled && (
            <button
              type="button"
              aria-label={t('templates.form.uncite', { what: each.text })}
              onClick={() => onChange(evidence.filter((other) => other !== each))}
            >
              ×
            </button>
          )}
        </span>
      ))}
      {!disabled && (
        <Menu position="bottom-start">
          <Menu.Target>
            <button type="button" className={styles.cite}>
              {t('templates.form.cite')}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {citable
              .filter(
                (fact) =>
                  !evidence.some((each) => each.ref === fact.ref && each.kind === fact.kind),
              )
              .map((fact) => (
                <Menu.Item
                  key={`${fact.kind}${fact.ref ?? fact.text}`}
                  onClick={() => onChange([...evidence, fact])}
                >
                  <Tag kind="i">{t(`templates.evidence.${fact.kind}`)}</Tag> {fact.text}
                </Menu.Item>
              ))}
            <Menu.Item onClick={() => setLink('https://')}>{t('templates.form.addLink')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {link !== null && (
        <span className={styles.link}>
          <TextInput
            size="sm"
            autoFocus
            aria-label={t('templates.form.address')}
            value={link}
            onChange={(event) => setLink(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && (event.preventDefault(), addLink())}
          />
          <ActionButton refusal={isAddress ? null : 'templates.notALink'} onClick={addLink}>
            {t('templates.form.add')}
          </ActionButton>
          <ActionButton kind="quiet" onClick={() => setLink(null)}>
            {t('ui.cancel')}
          </ActionButton>
        </span>
      )}
    </div>
  )
}
