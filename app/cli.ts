import { CannotStart } from '../platform/cannotStart.ts'
import type { Command } from './operate/commands.ts'

const help = `cuxi verify FILE…                验真一份导出的记录 · check an exported record
cuxi backup [FILE]               在线备份，一个加密文件 · back up into one encrypted file, while running
cuxi restore FILE --to PLACE     恢复到空文件夹或空数据库 · restore into an empty folder or postgres://…
cuxi move postgres://…           从内置数据库搬到自己的服务器 · from the embedded database to a server of one's own
cuxi doctor [--json]             检查一切，每行说明该做什么 · check everything; each line says what to do
cuxi epoch [status|rotate|new]   日志纪元与密钥轮换 · epochs of the log, new log keys
cuxi sign-out NAME… | --all      结束登录 · end the sessions of somebody, or of everybody
cuxi help                        这段说明 · these lines

启动产品：npm start · To run the product: npm start
选项与步骤 · options and steps: docs/operate.md
`

const operate = () => import('./operate/commands.ts')

/** Command → what it does; each answers with an exit code. Its code is read when it is asked for. */
const commands: Record<string, Command> = {
  verify: async (argv) =>
    (await import('../features/sealing/verifier/handlers.ts')).verifyCommand(
      argv,
      (text) => void process.stdout.write(text),
    ),
  backup: async (argv) => (await operate()).backupCommand(argv),
  restore: async (argv) => (await operate()).restoreCommand(argv),
  move: async (argv) => (await operate()).moveCommand(argv),
  doctor: async (argv) => (await operate()).doctorCommand(argv),
  epoch: async (argv) => (await import('./operate/epoch.ts')).epochCommand(argv),
  'sign-out': async (argv) => (await import('./operate/signOut.ts')).signOutCommand(argv),
  help: async () => {
    process.stdout.write(help)
    return 0
  },
}

const [name = 'help', ...argv] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (!command) {
  process.stderr.write(`没有 “${name}” 这个命令 · there is no such command\n\n${help}`)
  process.exit(2)
}
try {
  process.exit(await command(argv))
} catch (error) {
  if (!(error instanceof CannotStart)) throw error
  process.stderr.write(`✖ ${error.message}\n`)
  process.exit(2)
}
