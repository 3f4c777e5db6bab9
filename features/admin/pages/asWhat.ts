import type { Relation } from '../../conversations/contract.ts'

/** The key of the word for what somebody is to a record, said to others than themselves. */
export const asWhat = (relation: Relation): string =>
  relation === 'employee' || relation === 'manager'
    ? `conversations.role.${relation}`
    : `conversations.relation.${relation}`
