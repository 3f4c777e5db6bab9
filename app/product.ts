// What `app/main.ts` runs once PostgreSQL is on its way.
export { migrate } from '../platform/migrate.ts'
export { demoQueue } from '../features/org/joining/contract.ts'
export { serve } from './server.ts'
export { openServices } from './services.ts'
export { startWorker } from './worker.ts'
