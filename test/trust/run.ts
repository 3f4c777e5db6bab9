import { runTests } from '../run.ts'

/** Of each kind far more than a day's run has time for. */
Object.assign(process.env, {
  CUXI_TRUST_DECISIONS: process.env.CUXI_TRUST_DECISIONS ?? '1000000',
  CUXI_TRUST_STRIDE: process.env.CUXI_TRUST_STRIDE ?? '1',
  CUXI_KILL_ROUNDS: process.env.CUXI_KILL_ROUNDS ?? '200',
  CUXI_FULL_DISKS: process.env.CUXI_FULL_DISKS ?? '20',
  // Every request of the journeys' pages is sent again as twelve others.
  CUXI_REPLAY: '1',
})
const files = [
  'test/trust/**/*.test.ts',
  'test/durability/*.test.ts',
  'test/abuse/fullDisk.test.ts',
  'test/journeys/*.test.ts',
]
process.exit((await runTests(files, 240)) ? 0 : 1)
