import { Complaint } from './complaint.ts'
import type { Secret } from './secret.ts'

/**
 * Where the secret comes from: `--key FILE`, `CUXI_BACKUP_KEY` (a path), `CUXI_BACKUP_PASSPHRASE`, or
 * the person at the terminal. Never from the command line itself, where other users could read it.
 * @param isNew asked twice, so that nobody locks a backup with a slip of the finger
 */
export async function secretFor(
  keyFile: string | undefined,
  { isNew }: { isNew: boolean },
  env: NodeJS.ProcessEnv = process.env,
): Promise<Secret> {
  const file = keyFile ?? env.CUXI_BACKUP_KEY
  if (file) return { keyFile: file }
  if (env.CUXI_BACKUP_PASSPHRASE) return { passphrase: env.CUXI_BACKUP_PASSPHRASE }
  if (!process.stdin.isTTY)
    throw new Complaint(
      '没有口令：请设置 CUXI_BACKUP_PASSPHRASE，或用 --key 指出密钥文件。',
      'No passphrase: set CUXI_BACKUP_PASSPHRASE, or name a key file with --key.',
    )
  const passphrase = await typed('备份口令 · passphrase of the backup: ')
  if (isNew && (await typed('再输入一次 · once more: ')) !== passphrase)
    throw new Complaint('两次输入的口令不一样。', 'The two passphrases differ.')
  return { passphrase }
}

/** Reads a line without showing it. */
function typed(question: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  stdin.resume()
  return new Promise((resolve, reject) => {
    let line = ''
    const finish = (end: () => void) => {
      stdin.off('data', hear)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write('\n')
      end()
    }
    const hear = (text: string) => {
      for (const letter of text) {
        if (letter === '\r' || letter === '\n') return finish(() => resolve(line))
        if (letter === '\u0003')
          return finish(() => reject(new Complaint('已取消。', 'Cancelled.')))
        line = letter === '\u007f' ? [...line].slice(0, -1).join('') : line + letter
      }
    }
    stdin.on('data', hear)
  })
}
