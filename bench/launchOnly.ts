import { cyclesJobs, launchQueue } from '../features/cycles/launch/reactions.ts'
import { openDatabase } from '../platform/database.ts'

// A worker that does one launch and nothing else: the bench kills it half-way.
const [orgId, cycleId] = process.argv.slice(2)
const database = openDatabase(process.env.DATABASE_URL!)
await cyclesJobs({ database })[launchQueue]!({ orgId: orgId!, cycleId: cycleId! })
await database.close()
