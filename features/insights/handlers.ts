import { historyHandlers } from './history/handlers.ts'

/** What becomes visible over several talks. */
export const insightsHandlers = { history: historyHandlers }
