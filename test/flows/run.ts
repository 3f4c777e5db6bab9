import { runTests } from '../run.ts'

// Ten thousand flows with thirty events each instead of the few hundred of every day.
process.env.CUXI_FLOWS ??= '10000'
process.exit((await runTests(['features/flows/properties.test.ts'], 120)) ? 0 : 1)
