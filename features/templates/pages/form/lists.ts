import {
  causeLabels,
  planLayers,
  planOwners,
  supportKinds,
  type AnswerOf,
  type Field,
} from '../../contract.ts'
import type { FormFacts } from './facts.ts'

/** Field types whose answer is a list of entries with the same few controls each. */
export type ListType = 'causes' | 'keyMatters' | 'supportNeeds' | 'nextGoals' | 'best' | 'planLines'
type ItemOf<Type extends ListType> = AnswerOf[Type][number]

/** One control of an entry; `label` is a locale key. */
export type Control<Name extends string = string> =
  | { as: 'text'; name: Name; label: string }
  | { as: 'day'; name: Name; label: string }
  /** `words`: locale key before each option's own. */
  | { as: 'choice'; name: Name; label: string; options: readonly string[]; words: string }
  /** Who proposed the entry: said, not chosen. */
  | { as: 'proposer'; name: Name }

interface ListKind<Item extends { id: string }> {
  addLabel: string
  /** An entry in which nobody has written yet. */
  fresh: (writer: FormFacts['writer']) => Omit<Item, 'id'>
  /** Controls of one row stand side by side; the first of all takes focus. */
  rows: (field: Field) => Control<Exclude<keyof Item, 'id'> & string>[][]
}

/** What an entry of each list asks for. */
export const listKinds: { [Type in ListType]: ListKind<ItemOf<Type>> } = {
  // A weak matter, its cause, its remedy, and who proposed it.
  causes: {
    addLabel: 'templates.form.addCause',
    fresh: (writer) => ({
      matter: '',
      label: 'process',
      cause: '',
      remedy: '',
      proposedBy: writer,
    }),
    rows: () => [
      [{ as: 'text', name: 'matter', label: 'templates.form.matter' }],
      [
        {
          as: 'choice',
          name: 'label',
          label: 'templates.form.causeLabel',
          options: causeLabels,
          words: 'templates.cause',
        },
      ],
      [{ as: 'text', name: 'cause', label: 'templates.form.cause' }],
      [{ as: 'text', name: 'remedy', label: 'templates.form.remedy' }],
      [{ as: 'proposer', name: 'proposedBy' }],
    ],
  },
  // What mattered most, the indicator one looks at, and how it turned out.
  keyMatters: {
    addLabel: 'templates.form.addMatter',
    fresh: () => ({ matter: '', indicator: '', outcome: '' }),
    rows: () => [
      [
        { as: 'text', name: 'matter', label: 'templates.form.matter' },
        { as: 'text', name: 'indicator', label: 'templates.form.indicator' },
        { as: 'text', name: 'outcome', label: 'templates.form.outcome' },
      ],
    ],
  },
  // What is needed, of which kind, why and by when.
  supportNeeds: {
    addLabel: 'templates.form.addNeed',
    fresh: () => ({ kind: 'resource', need: '', reason: '', neededBy: null }),
    rows: () => [
      [{ as: 'text', name: 'need', label: 'templates.form.need' }],
      [
        {
          as: 'choice',
          name: 'kind',
          label: 'templates.form.needKind',
          options: supportKinds,
          words: 'templates.support',
        },
        { as: 'day', name: 'neededBy', label: 'templates.form.neededBy' },
      ],
      [{ as: 'text', name: 'reason', label: 'templates.form.why' }],
    ],
  },
  // What, how, who helps, and what will count as done.
  nextGoals: {
    addLabel: 'templates.form.addGoal',
    fresh: () => ({ what: '', how: '', help: '', measure: '', dueOn: null }),
    rows: () => [
      [{ as: 'text', name: 'what', label: 'templates.form.what' }],
      [
        { as: 'text', name: 'how', label: 'templates.form.how' },
        { as: 'text', name: 'help', label: 'templates.form.help' },
      ],
      [
        { as: 'text', name: 'measure', label: 'templates.form.measure' },
        { as: 'day', name: 'dueOn', label: 'templates.form.dueOn' },
      ],
    ],
  },
  // One piece of feedback in four sentences, in the words of the variant.
  best: {
    addLabel: 'templates.form.addBest',
    fresh: () => ({ behaviour: '', effect: '', suggestion: '', outlook: '' }),
    rows: ({ variant = 'A' }) =>
      (['behaviour', 'effect', 'suggestion', 'outlook'] as const).map((name) => [
        { as: 'text', name, label: `templates.best.${variant}.${name}` },
      ]),
  },
  // What is to be done, by whom, until when, and what will count as done.
  planLines: {
    addLabel: 'templates.form.addPlanLine',
    fresh: () => ({
      layer: 'result',
      what: '',
      how: '',
      measure: '',
      owner: 'employee',
      dueOn: null,
    }),
    rows: () => [
      [{ as: 'text', name: 'what', label: 'templates.form.what' }],
      [
        {
          as: 'choice',
          name: 'layer',
          label: 'templates.form.layer',
          options: planLayers,
          words: 'templates.layer',
        },
        {
          as: 'choice',
          name: 'owner',
          label: 'templates.form.owner',
          options: planOwners,
          words: 'templates.owner',
        },
        { as: 'day', name: 'dueOn', label: 'templates.form.dueOn' },
      ],
      [{ as: 'text', name: 'how', label: 'templates.form.how' }],
      [{ as: 'text', name: 'measure', label: 'templates.form.measure' }],
    ],
  },
}
