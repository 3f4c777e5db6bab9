import { useState } from 'react'
import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../ui/useFormat.ts'
import type { Department } from '../contract.ts'
import styles from './Org.module.css'

interface Props {
  departments: Department[]
  people: number
  chosen: string | undefined
  onChoose: (departmentId: string) => void
}

// With more than this the tree starts folded below its second row.
const manyDepartments = 60

/** The tree of departments, each with everybody in it and below; choosing one filters the people. */
export function Departments({ departments, people, chosen, onChoose }: Props) {
  const { t } = useTranslation()
  const f = useFormat()
  const [words, setWords] = useState('')
  const path = departments.find((department) => department.id === chosen)?.path ?? ''
  const depthOf = (department: Department) => department.path.split('/').length - 1
  const shown = departments.filter((department) =>
    words
      ? department.name.includes(words)
      : departments.length <= manyDepartments ||
        depthOf(department) < 2 ||
        path.startsWith(department.path.slice(0, department.path.lastIndexOf('/'))),
  )
  return (
    <>
      {departments.length > 12 && (
        <TextInput
          type="search"
          size="sm"
          mb="xs"
          aria-label={t('org.findDepartment')}
          placeholder={t('org.findDepartment')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value.trim())}
        />
      )}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('org.departments')}>
        <ul className={styles.tree}>
          <li>
            <button type="button" aria-current={!chosen} onClick={() => onChoose('')}>
              {t('org.everybody')}
              <span className={styles.count}>{f.count(people)}</span>
            </button>
          </li>
          {shown.slice(0, 500).map((department) => (
            <li
              key={department.id}
              style={{ paddingInlineStart: words ? 0 : `${depthOf(department) * 16}px` }}
            >
              <button
                type="button"
                aria-current={department.id === chosen}
                onClick={() => onChoose(department.id === chosen ? '' : department.id)}
              >
                {words ? department.path.replaceAll('/', ' / ') : department.name}
                <span className={styles.count}>{f.count(department.total)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
