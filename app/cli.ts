import { verifyCommand } from '../features/sealing/verifier/handlers.ts'

const help = `cuxi verify FILE…       验真一份导出的记录 · check an exported record
cuxi help               这段说明 · these lines

启动产品：npm start · To run the product: npm start
`

/** Command → what it does; each answers with an exit code. */
const commands: Record<string, (argv: string[]) => Promise<number>> = {
  verify: (argv) => verifyCommand(argv, (text) => void process.stdout.write(text)),
  help: async () => {
    process.stdout.write(help)
    return 0
  },
}

const [name = 'help', ...argv] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  process.stderr.write(`没有 “${name}” 这个命令 · there is no such command\n\n${help}`)
  process.exit(2)
}
process.exit(await command(argv))
