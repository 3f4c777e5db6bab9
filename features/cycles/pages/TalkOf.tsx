import { Link } from '@tanstack/react-router'
import { PersonName } from '../../../ui/Person.tsx'

interface Props {
  conversationId: string
  person: { name: string; employeeNo: string; department: string }
}

/** Whose talk it is, with number and last department; leads there. */
export const TalkOf = ({ conversationId, person }: Props) => (
  <Link to="/conversations/$id" params={{ id: conversationId } as never}>
    <PersonName
      name={person.name}
      note={`${person.employeeNo} · ${person.department.split('/').at(-1)}`}
    />
  </Link>
)
