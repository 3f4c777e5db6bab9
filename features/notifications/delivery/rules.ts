/** What a word outside is about; what it says is composed when it leaves. */
export const deliveryKinds = [
  'notice',
  'reminder',
  'digest',
  'receipt',
  'invitation',
  'test',
] as const
export type DeliveryKind = (typeof deliveryKinds)[number]

/** `needless`: when it was to leave, there was nothing to say any more. */
export const deliveryStates = ['waiting', 'sent', 'dead', 'needless'] as const
export type DeliveryState = (typeof deliveryStates)[number]
