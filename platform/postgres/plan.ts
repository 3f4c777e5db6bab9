/** What the launcher found out about this machine before it decides. */
export interface Facts {
  platform: NodeJS.Platform
  /** User id of this process; null on Windows. */
  uid: number | null
  /** The user id has an entry in the user database; initdb asks for its name. */
  userHasName: boolean
  /** The binaries' shared-library links are there, or this process may restore them in place. */
  linksFit: boolean
  /** The binaries run as the user `nobody` from where they are. Only asked as root. */
  nobodyRuns: boolean
  /** The user `nobody` can reach the data folder. Only asked as root. */
  nobodyReaches: boolean
  /** The data folder itself is all that keeps `nobody` out, and it is ours. Only asked as root. */
  canOpen: boolean
  /** `unshare` can give a user namespace in which we are somebody else. */
  canUnshare: boolean
  /** A folder everybody can read and this process can write; null when there is none. */
  commonFolder: string | null
}

/** Who the server runs as, from which binaries and on which folder. */
export interface Plan {
  /** `self` this user; `nobody` uid 65534; `namespace` this user, called 65534 inside. */
  as: 'self' | 'nobody' | 'namespace'
  /** Run the npm package's files where they are, or a copy in the data or the common folder. */
  binaries: 'inPlace' | 'copyToData' | 'copyToCommon'
  /** `opened`: others get the right to pass through the given folder, not to list it. */
  data: 'given' | 'opened' | 'common'
}

export type Refusal = { refusal: string }

/** uid and gid of `nobody`. PostgreSQL refuses to run as root, and every Unix has this user. */
export const nobody = 65534

/**
 * Decides how to launch PostgreSQL, least intrusive first.
 * @returns a plan, or the sentence to show when there is no way.
 */
export function launchPlan(facts: Facts): Plan | Refusal {
  const { uid, commonFolder } = facts
  const ownBinaries = facts.linksFit ? 'inPlace' : 'copyToData'
  if (uid !== 0) {
    if (facts.userHasName) return { as: 'self', binaries: ownBinaries, data: 'given' }
    if (facts.canUnshare) return { as: 'namespace', binaries: ownBinaries, data: 'given' }
    return { refusal: nameless(uid) }
  }
  if (facts.nobodyRuns && facts.nobodyReaches && facts.linksFit)
    return { as: 'nobody', binaries: 'inPlace', data: 'given' }
  if (facts.canUnshare) return { as: 'namespace', binaries: ownBinaries, data: 'given' }
  if (facts.nobodyReaches) return { as: 'nobody', binaries: 'copyToData', data: 'given' }
  // A container's volume outlives the container and a common folder in it does not: better opened.
  if (facts.canOpen)
    return { as: 'nobody', binaries: facts.nobodyRuns ? ownBinaries : 'copyToData', data: 'opened' }
  if (commonFolder) return { as: 'nobody', binaries: 'copyToCommon', data: 'common' }
  return { refusal: rootWithoutWay }
}

const nameless = (uid: number | null) =>
  `当前用户(${uid})在系统中没有名字,PostgreSQL 无法初始化。请用普通用户运行,或设置 DATABASE_URL 使用自己的 PostgreSQL。` +
  ` (User ${uid} has no name on this system and PostgreSQL cannot initialise; run as an ordinary user, or set DATABASE_URL.)`

const rootWithoutWay =
  'PostgreSQL 不能以 root 身份运行,此处也没有其他途径。请用普通用户运行,或把 CUXI_DATA 设为所有人可进入的文件夹,或设置 DATABASE_URL。' +
  ' (PostgreSQL refuses to run as root and there is no way around it here: run as an ordinary user, or set CUXI_DATA to a folder everybody can enter, or set DATABASE_URL.)'
