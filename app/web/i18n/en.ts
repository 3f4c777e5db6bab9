import { catalogueOf } from './catalogue.ts'

/** Every English word, a chunk of its own. */
export const english = catalogueOf(
  import.meta.glob('../../../locales/en/*.json', { eager: true, import: 'default' }),
)
