process.env.CUXI_KILL_ROUNDS ??= '50'
const { runTests } = await import('../run.ts')
process.exit((await runTests(['test/durability/*.test.ts'], 120)) ? 0 : 1)
