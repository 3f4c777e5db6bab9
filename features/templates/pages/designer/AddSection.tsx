import { Button, Menu } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { parts, type Part } from '../../contract.ts'
import { noText, sectionOf, withSection } from '../../drafts/editing/rules.ts'
import { split } from '../../drafts/places/rules.ts'
import { freshKey, useDesk } from './desk.ts'

/** A new section behind the one that is open, for one of the four parts of a talk. */
export function AddSection() {
  const { t } = useTranslation()
  const { body, change, place, show } = useDesk()
  const add = (part: Part) => {
    const [sort, key] = split(place)
    const own = sort === 'field' ? sectionOf(body, key)?.key : sort === 'section' ? key : undefined
    const at = body.sections.findIndex((section) => section.key === own)
    // Beside sections of the same part, so that the outline reads as the talk goes.
    const last = body.sections.findLastIndex((section) => section.part === part)
    const behind = at >= 0 && body.sections[at]?.part === part ? at : last >= 0 ? last : at
    const section = { key: freshKey('section'), label: noText, part, fields: [] }
    change(withSection(body, behind < 0 ? body.sections.length : behind + 1, section))
    show(`section.${section.key}`)
  }
  return (
    <Menu>
      <Menu.Target>
        <Button variant="subtle" color="pine">
          {t('drafts.outline.addSection')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {parts.map((part) => (
          <Menu.Item key={part} onClick={() => add(part)}>
            {t(`drafts.part.${part}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
