import { runTests } from '../run.ts'

// Ten thousand reminders over thirty killed workers instead of the few of every day, and Debian's mail server.
process.env.CUXI_REMINDERS ??= '10000'
process.env.CUXI_REMINDER_KILLS ??= '30'
process.exit((await runTests(['test/reminders/*.test.ts'], 120)) ? 0 : 1)
