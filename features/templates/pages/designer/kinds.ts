import type { FieldType } from '../../contract.ts'

/** Properties that only some types of field have. */
export type Property =
  | 'required'
  | 'letters'
  | 'entries'
  | 'range'
  | 'unit'
  | 'options'
  | 'anchors'
  | 'columns'
  | 'variant'
  | 'signs'
  | 'dimension'
  | 'feeds'
  | 'needs'
  | 'startsFrom'
  | 'example'

interface Kind {
  /** Where it stands in the palette. */
  group: 'words' | 'figures' | 'choices' | 'lists' | 'more'
  /** The strokes of its picture, in a square of 16. */
  icon: string
  properties: readonly Property[]
}

const list = ['required', 'entries', 'feeds', 'startsFrom', 'example'] as const

/** Every type of field: its picture and what can be said about it. A new type joins by a row here. */
export const kinds: Record<FieldType, Kind> = {
  shortText: {
    group: 'words',
    icon: 'M2 8h12M5 5v6',
    properties: ['required', 'letters', 'feeds', 'startsFrom', 'example'],
  },
  longText: {
    group: 'words',
    icon: 'M2 4h12M2 8h12M2 12h7',
    properties: ['required', 'letters', 'feeds', 'startsFrom', 'example'],
  },
  helpText: { group: 'words', icon: 'M8 14V7M8 4v-1', properties: [] },
  number: {
    group: 'figures',
    icon: 'M6 2 4 14M12 2l-2 12M2 6h12M2 10h12',
    properties: ['required', 'range', 'unit', 'feeds', 'startsFrom'],
  },
  rating: {
    group: 'figures',
    icon: 'M8 2l2 4 4 .5-3 3 1 4.500-4-2.500-4 2.500 1-4.500-3-3 4-.5Z',
    properties: ['required', 'dimension', 'needs', 'feeds', 'example'],
  },
  scale: {
    group: 'figures',
    icon: 'M2 8h12M4 6v4M8 6v4M12 6v4',
    properties: ['required', 'anchors', 'feeds', 'startsFrom'],
  },
  date: {
    group: 'figures',
    icon: 'M2 4h12v10H2ZM2 7h12M5 2v3M11 2v3',
    properties: ['required', 'startsFrom'],
  },
  choice: {
    group: 'choices',
    icon: 'M4 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M7 8h2',
    properties: ['required', 'options', 'feeds', 'startsFrom'],
  },
  multiChoice: {
    group: 'choices',
    icon: 'M3 3h10v10H3ZM5 8l2 2 4-4',
    properties: ['required', 'options', 'entries', 'feeds', 'startsFrom'],
  },
  person: {
    group: 'choices',
    icon: 'M5.500 5a2.500 2.500 0 1 0 5 0 2.500 2.500 0 1 0-5 0M3 14c0-6 10-6 10 0',
    properties: ['required', 'startsFrom'],
  },
  statements: {
    group: 'lists',
    icon: 'M2 4h2M6 4h8M2 8h2M6 8h8M2 12h2M6 12h8',
    properties: [...list, 'needs'],
  },
  best: {
    group: 'lists',
    icon: 'M2 3h12v8H7l-3 3v-3H2Z',
    properties: ['required', 'entries', 'variant', 'feeds', 'startsFrom', 'example'],
  },
  goalReview: { group: 'lists', icon: 'M2 8l3 3 9-8M2 14h12', properties: list },
  nextGoals: { group: 'lists', icon: 'M2 14 14 2M8 2h6v6', properties: list },
  keyMatters: { group: 'lists', icon: 'M3 3h10v4H3ZM3 9h10v4H3Z', properties: list },
  causes: { group: 'lists', icon: 'M2 8h12M5 3l3 5M5 13l3-5', properties: list },
  supportNeeds: { group: 'lists', icon: 'M8 14V6M4 10l4-4 4 4M2 2h12', properties: list },
  planLines: {
    group: 'lists',
    icon: 'M2 3h5v4H2ZM9 5h5M2 9h5v4H2ZM9 11h5',
    properties: ['required', 'entries', 'startsFrom'],
  },
  table: {
    group: 'lists',
    icon: 'M2 3h12v10H2ZM2 6h12M2 10h12M7 3v10',
    properties: ['required', 'columns', 'entries', 'feeds', 'startsFrom'],
  },
  attachment: {
    group: 'more',
    icon: 'M11 5 6 10a1 1 0 0 0 2 2l5-5a3 3 0 0 0-4-4L4 8a4.500 4.500 0 0 0 6 6',
    properties: ['required', 'entries'],
  },
  signature: { group: 'more', icon: 'M2 13h12M3 10c3-8 5-8 4-3s2 3 6-1', properties: ['signs'] },
}

export const groups = ['words', 'figures', 'choices', 'lists', 'more'] as const
