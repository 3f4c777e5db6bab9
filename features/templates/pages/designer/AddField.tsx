import { useState } from 'react'
import { Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { Dialog } from '../../../../ui/Dialog.tsx'
import { toast } from '../../../../ui/toasts.tsx'
import { blocks } from '../../blocks/rules.ts'
import { fieldTypes, type Field, type FieldType } from '../../contract.ts'
import { linesIn, newField, sectionOf, textOf, withFields } from '../../drafts/editing/rules.ts'
import { split } from '../../drafts/places/rules.ts'
import { useText } from '../useText.ts'
import { freshKey, useDesk } from './desk.ts'
import { KindIcon } from './KindIcon.tsx'
import { groups, kinds } from './kinds.ts'
import styles from './Designer.module.css'

/** The palette: one field of any type, a ready block, or a pasted list of questions. */
export function AddField() {
  const { t } = useTranslation()
  const text = useText()
  const { body, change, place, show } = useDesk()
  const [isOpen, setOpen] = useState(false)
  const [pasted, setPasted] = useState('')
  const [sort, key] = split(place)
  const section =
    sort === 'field'
      ? sectionOf(body, key)
      : (body.sections.find((each) => sort === 'section' && each.key === key) ??
        body.sections.at(0))
  if (!section) return null
  const at =
    sort === 'field'
      ? section.fields.findIndex((field) => field.key === key) + 1
      : section.fields.length
  const add = (fields: readonly Field[]) => {
    const put = withFields(body, section.key, at, fields, freshKey)
    change(put.body)
    setOpen(false)
    setPasted('')
    show(`field.${put.keys[0]}`)
    if (fields.length > 1) toast({ text: t('drafts.palette.added', { n: fields.length }) })
  }
  const addType = (type: FieldType) => add([newField(type, section.part, body, freshKey)])
  const lines = linesIn(pasted)
  return (
    <>
      <ActionButton kind="quiet" onClick={() => setOpen(true)}>
        {t('drafts.outline.addField')}
      </ActionButton>
      <Dialog
        opened={isOpen}
        onClose={() => setOpen(false)}
        size="lg"
        title={t('drafts.palette.title', {
          section: text(section.label) || t('drafts.unnamed'),
        })}
      >
        <div className="stack">
          {groups.map((group) => (
            <section key={group} aria-label={t(`drafts.group.${group}`)}>
              <h3 className={styles.groupName}>{t(`drafts.group.${group}`)}</h3>
              <div className={styles.palette}>
                {fieldTypes
                  .filter((type) => kinds[type].group === group)
                  .map((type) => (
                    <button key={type} type="button" onClick={() => addType(type)}>
                      <KindIcon type={type} />
                      <b>{t(`drafts.type.${type}.name`)}</b>
                      <span>{t(`drafts.type.${type}.use`)}</span>
                    </button>
                  ))}
              </div>
            </section>
          ))}
          <section aria-label={t('drafts.palette.blocks')}>
            <h3 className={styles.groupName}>{t('drafts.palette.blocks')}</h3>
            <div className={styles.palette}>
              {blocks
                .filter(({ parts }) => parts.includes(section.part))
                .map((block) => (
                  <button key={block.key} type="button" onClick={() => add(block.fields)}>
                    <b>{text(block.label)}</b>
                    <span>{text(block.use)}</span>
                  </button>
                ))}
            </div>
          </section>
          <section aria-label={t('drafts.palette.paste')}>
            <Textarea
              label={t('drafts.palette.paste')}
              description={t('drafts.palette.pasteHow')}
              minRows={3}
              maxLength={20_000}
              value={pasted}
              onChange={(event) => setPasted(event.currentTarget.value)}
            />
            {lines.length > 0 && (
              <ActionButton
                onClick={() =>
                  add(
                    lines.map((line) => ({
                      ...newField('longText', section.part, body, freshKey),
                      label: textOf(line),
                    })),
                  )
                }
              >
                {t('drafts.palette.pasteAdd', { n: lines.length })}
              </ActionButton>
            )}
          </section>
        </div>
      </Dialog>
    </>
  )
}
