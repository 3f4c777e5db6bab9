/** A promise of the manager that comes to a plan after it was agreed, as `addPlanLine` takes it. */
export const laterPromise = {
  layer: 'support',
  ownerKind: 'manager',
  what: '每两周留半小时一起看数据',
  how: '周五下午',
  measure: '两次都在日历上',
  dueOn: '2027-01-29',
} as const
