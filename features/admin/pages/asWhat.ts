import type { OpenedAs } from '../../conversations/record/contract.ts'

/** The key of the word for what somebody is to a record, said to others than themselves. */
export const asWhat = (relation: OpenedAs): string =>
  relation === 'employee' || relation === 'manager'
    ? `conversations.role.${relation}`
    : `conversations.relation.${relation}`
