import { runTests } from '../run.ts'

// A million decisions instead of the twenty thousand of every day; two hundred kills instead of two, twenty full disks.
process.env.CUXI_TRUST_DECISIONS = '1000000'
process.env.CUXI_TRUST_STRIDE ??= '1'
process.exit((await runTests(['test/trust/*.test.ts'], 120)) ? 0 : 1)
