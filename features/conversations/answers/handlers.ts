import { revisionsHandlers } from './revisions/handlers.ts'
import { savingHandlers } from './saving/handlers.ts'
import { submittingHandlers } from './submitting/handlers.ts'

/** Writing one's part, handing it in, and what became of earlier words. */
export const answersHandlers = { ...savingHandlers, ...submittingHandlers, ...revisionsHandlers }
