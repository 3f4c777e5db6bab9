import { useTranslation } from 'react-i18next'
import { Tag } from '../../../../ui/Tag.tsx'
import type { Block, RecordPage } from '../../record/contract.ts'
import styles from './RecordSheet.module.css'

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/** The words of a record, in the language it was written in; the same for everybody who reads it. */
export function RecordBody({
  page,
  except = [],
}: {
  page: RecordPage
  except?: RecordPage['groups'][number]['key'][]
}) {
  const groups = page.groups.filter(({ key, blocks }) => blocks.length > 0 && !except.includes(key))
  return (
    <div className={styles.body} lang={page.locale}>
      {page.marks.length > 0 && (
        <p className={styles.marks}>
          {page.marks.map((mark) => (
            <Tag key={mark} kind="w">
              {mark}
            </Tag>
          ))}
        </p>
      )}
      {groups.map((group, at) => (
        <section key={group.key}>
          <h2>
            {page.locale === 'en' ? `${at + 1}.` : numerals[at]}
            <span>{group.title}</span>
          </h2>
          {group.blocks.map((block, index) => (
            <OneBlock key={index} block={block} locale={page.locale} />
          ))}
        </section>
      ))}
    </div>
  )
}

function OneBlock({ block, locale }: { block: Block; locale: RecordPage['locale'] }) {
  switch (block.kind) {
    case 'left':
      return <p className={styles.left}>{block.text}</p>
    case 'facts':
      return (
        <dl className={styles.facts}>
          {block.rows.map((row) => (
            <div key={row.label}>
              <dt>{row.label}</dt>
              <dd>{row.value}</dd>
            </div>
          ))}
        </dl>
      )
    case 'text':
      return (
        <div className={styles.block}>
          <Label block={block} locale={locale} />
          <p className={styles.words}>{block.text}</p>
        </div>
      )
    case 'list':
      return (
        <div className={styles.block}>
          <Label block={block} locale={locale} />
          <ol className={styles.list}>
            {block.entries.map((entry, at) => (
              <li key={at}>
                <p className={styles.words}>{entry.text}</p>
                {entry.notes.length > 0 && (
                  <p className={styles.notes}>
                    {entry.notes.map((note) => (
                      <span key={note.label}>
                        {note.label}：{note.text}
                      </span>
                    ))}
                  </p>
                )}
              </li>
            ))}
          </ol>
        </div>
      )
    case 'table':
      return (
        <div className={styles.block}>
          <Label block={block} locale={locale} />
          <div className="sideways" role="region" aria-label={block.label} tabIndex={0}>
            <table className={styles.table}>
              <thead>
                <tr>
                  {block.columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {block.rows.map((row, at) => (
                  <tr key={at}>
                    {row.map((cell, column) => (
                      <td key={column}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
              {block.totals && (
                <tfoot>
                  <tr>
                    {block.totals.map((cell, column) => (
                      <td key={column}>
                        <b>{cell}</b>
                      </td>
                    ))}
                  </tr>
                </tfoot>
              )}
            </table>
          </div>
          {block.note && <p className="small mute">{block.note}</p>}
        </div>
      )
  }
}

/** What it is and whose words it holds. */
function Label({
  block,
  locale,
}: {
  block: Exclude<Block, { kind: 'facts' | 'left' }>
  locale: RecordPage['locale']
}) {
  const { t } = useTranslation()
  if (!block.label) return null
  return (
    <h3>
      {block.label}{' '}
      {(block.voice === 'employee' || block.voice === 'manager') && (
        <span className={styles.voice}>
          {t(`conversations.voice.${block.voice}`, { lng: locale })}
        </span>
      )}
    </h3>
  )
}
