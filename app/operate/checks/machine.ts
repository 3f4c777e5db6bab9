import { readFile, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'node:tls'
import type { Config } from '../../../platform/config.ts'
import { hasMark } from '../marks.ts'
import { bad, note, ok, type Finding } from './finding.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const leastFreeBytes = 1e9

/** This machine: the program, its folder, its address. */
export async function machineFindings(config: Config): Promise<Finding[]> {
  return [
    nodeVersion(),
    await packages(),
    ...(await dataFolder(config.dataDir)),
    await publicAddress(config.publicUrl),
  ]
}

function nodeVersion(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
  return major > 24 || (major === 24 && minor >= 12)
    ? ok('node', `Node ${process.version}`, `Node ${process.version}`)
    : bad(
        'node',
        { zh: `Node ${process.version} 太旧`, en: `Node ${process.version} is too old` },
        { zh: '运行 npm ci，用 npx cuxi 启动', en: 'run npm ci and start through npx cuxi' },
      )
}

/** Installed packages against the exact versions this program was tested with. */
async function packages(): Promise<Finding> {
  const wanted = (await manifestOf('.'))?.dependencies ?? {}
  const found = await Promise.all(
    Object.entries(wanted).map(async ([name, version]) => {
      const there = (await manifestOf(join('node_modules', name)))?.version
      return there === version ? null : `${name} ${there ?? '—'} ≠ ${version}`
    }),
  )
  const wrong = found.filter((each) => each !== null)
  const count = Object.keys(wanted).length
  return wrong.length === 0
    ? ok('packages', `${count} 个依赖的版本都对`, `${count} packages have the tested versions`)
    : bad(
        'packages',
        { zh: `依赖版本不对：${wrong[0]}`, en: `packages differ: ${wrong.join(', ')}` },
        { zh: '运行 npm ci', en: 'run npm ci' },
      )
}

const manifestOf = async (folder: string) =>
  readFile(join(root, folder, 'package.json'), 'utf8').then(
    (text) => JSON.parse(text) as { version: string; dependencies?: Record<string, string> },
    () => null,
  )

async function dataFolder(dataDir: string): Promise<Finding[]> {
  const folder = await stat(dataDir).catch(() => null)
  if (!folder)
    return [
      bad(
        'folder',
        { zh: `数据文件夹 ${dataDir} 不存在`, en: `the data folder ${dataDir} does not exist` },
        {
          zh: '检查 CUXI_DATA，或先运行一次 npm start',
          en: 'check CUXI_DATA, or run npm start once',
        },
      ),
    ]
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  const gigabytes = (free / 1e9).toFixed(1)
  return [
    hasMark(dataDir, 'restoring')
      ? bad(
          'folder',
          { zh: `${dataDir} 里的恢复没有做完`, en: `a restore into ${dataDir} was not finished` },
          { zh: '再运行一次同样的 cuxi restore', en: 'run the same cuxi restore again' },
        )
      : ok('folder', `数据文件夹 ${dataDir}`, `data folder ${dataDir}`),
    await rights(dataDir),
    free >= leastFreeBytes
      ? ok('space', `剩余空间 ${gigabytes} GB`, `${gigabytes} GB free`)
      : bad(
          'space',
          { zh: `剩余空间只有 ${gigabytes} GB`, en: `only ${gigabytes} GB free` },
          {
            zh: '清理磁盘或换更大的盘；写满后保存会失败，但不会丢已保存的',
            en: 'make room; on a full disk saving fails, though nothing saved is lost',
          },
        ),
  ]
}

/** Nobody else on this machine may read keys or files. */
async function rights(dataDir: string): Promise<Finding> {
  const open: string[] = []
  for (const name of process.platform === 'win32' ? [] : ['keys', 'files', 'postgres']) {
    const found = await stat(join(dataDir, name)).catch(() => null)
    if (found && (found.mode & 0o077) !== 0) open.push(name)
  }
  const paths = open.map((name) => join(dataDir, name)).join(' ')
  return open.length === 0
    ? ok('rights', '只有本用户能读密钥和文件', 'only this user can read keys and files')
    : bad(
        'rights',
        { zh: `别的用户能进入 ${open.join('、')}`, en: `other users can enter ${open.join(', ')}` },
        { zh: `chmod 700 ${paths}`, en: `chmod 700 ${paths}` },
      )
}

async function publicAddress(address: string | null): Promise<Finding> {
  if (!address)
    return note(
      'address',
      'CUXI_URL 没有设置：链接用浏览器打开的地址',
      'CUXI_URL is not set: links use the address the browser asked for',
    )
  const url = new URL(address)
  if (url.protocol !== 'https:')
    return bad(
      'address',
      { zh: `${address} 不是 https`, en: `${address} is not https` },
      {
        zh: '在前面放一个带证书的反向代理，并把 CUXI_URL 改成 https 地址',
        en: 'put a proxy with a certificate in front and make CUXI_URL its https address',
      },
    )
  const days = await certificateDays(url)
  if (typeof days === 'string')
    return bad(
      'address',
      { zh: `${address} 连不上：${days}`, en: `${address} cannot be reached: ${days}` },
      { zh: '检查域名、代理和证书', en: 'check name, proxy and certificate' },
    )
  return days > 14
    ? ok(
        'address',
        `${address}，证书还有 ${days} 天`,
        `${address}, certificate good for ${days} days`,
      )
    : bad(
        'address',
        { zh: `${address} 的证书只剩 ${days} 天`, en: `its certificate ends in ${days} days` },
        { zh: '更新证书', en: 'renew the certificate' },
      )
}

/** Days until the certificate of an address ends; why not, in a word, when there is no answer. */
const certificateDays = ({ hostname, port }: URL): Promise<number | string> =>
  new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) || 443, servername: hostname })
    const end = (answer: number | string) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(5000, () => end('timeout'))
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
    socket.on('secureConnect', () => {
      const until = new Date(socket.getPeerCertificate().valid_to).getTime()
      end(Math.floor((until - Date.now()) / 86_400_000))
    })
  })
