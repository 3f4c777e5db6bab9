import { written } from '../../app/demo/records/index.ts'
import { seedDemo } from '../../app/demo/seed.ts'
import type { Services } from '../../app/services.ts'
import { reactionsOf } from '../../app/worker.ts'

const shift = Array.from({ length: 9 }, (_, index) => `YX00${31 + index}`)
const told = new Set([...shift, 'YX0103', 'YX0098', ...written.map(({ employee }) => employee)])

/**
 * The demo company with everybody in it, of whose talks only those are held that are written word by
 * word, and those of one whole shift: a tenth of the work, and every page has something to show.
 * @returns the organization's id.
 */
export const seedPartOfDemo = (services: Services): Promise<string> =>
  seedDemo(services, { reactions: reactionsOf(services), only: (number) => told.has(number) })
