import { join, resolve } from 'node:path'
import { CannotStart } from './cannotStart.ts'
import { targetOf } from './scanner.ts'

/** What the surroundings say, read once; every value has a default that fits a laptop. */
export interface Config {
  /** TCP port of the web server. `PORT`, 8080 by default; 0 takes any free one. */
  port: number
  /** Address to listen on. `HOST`; all interfaces by default. */
  host: string
  /** Folder of the embedded database, files and keys. `CUXI_DATA`. */
  dataDir: string
  /** A PostgreSQL of one's own; null starts the embedded one. `DATABASE_URL`. */
  databaseUrl: string | null
  /** A timestamp authority (RFC 3161). `CUXI_TSA_URL`, with `CUXI_TSA_POLICY` (an object identifier) and `CUXI_TSA_CERT` (PEM file). */
  authority: { url: string; policy: string | null; trusted: string | null } | null
  /** A witness of logs (c2sp.org/tlog-witness). `CUXI_WITNESS_URL` and `CUXI_WITNESS_KEY` (name+id+key). */
  witness: { url: string; key: string } | null
  /** A folder, best on another machine, for each day's checkpoint. `CUXI_CHECKPOINTS`. */
  checkpointDir: string | null
  /** How many proxies in front may speak about the client's address. `CUXI_TRUSTED_PROXIES`, 0 trusts none. */
  trustedProxies: number
  /** The address people type, for links and cookies. `CUXI_URL`; derived from the request when unset. */
  publicUrl: string | null
  /** Which rules people sign in by. `CUXI_PROFILE`: `asvs` by default, or `djcp3` (等保三级). */
  profile: (typeof profileNames)[number]
  /** The virus scanner: `tcp://host:port` or `unix:/path` of a clamd. `CUXI_CLAMD`; none when unset. */
  clamd: string | null
  /** Hosts (`host` or `host:port`) that webhooks may reach inside the network. `CUXI_OUTBOUND_ALLOW`, by commas; none by default. */
  outboundAllowed: string[]
}

const profileNames = ['asvs', 'djcp3'] as const

/**
 * Reads the configuration from environment variables.
 * @throws Error naming the variable when a value cannot be used.
 */
export function config(env: NodeJS.ProcessEnv = process.env): Config {
  return {
    port: wholeNumber(env, 'PORT', 8080, 65535),
    host: env.HOST || '0.0.0.0',
    dataDir: resolve(env.CUXI_DATA || join(import.meta.dirname, '..', 'data')),
    databaseUrl: env.DATABASE_URL || null,
    trustedProxies: wholeNumber(env, 'CUXI_TRUSTED_PROXIES', 0, 10),
    publicUrl: env.CUXI_URL?.replace(/\/+$/, '') || null,
    authority: authorityIn(env),
    witness: witnessIn(env),
    checkpointDir: env.CUXI_CHECKPOINTS ? resolve(env.CUXI_CHECKPOINTS) : null,
    profile: profileIn(env),
    clamd: scannerIn(env),
    outboundAllowed: (env.CUXI_OUTBOUND_ALLOW ?? '')
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter(Boolean),
  }
}

function scannerIn({ CUXI_CLAMD: given }: NodeJS.ProcessEnv): string | null {
  if (!given) return null
  try {
    targetOf(given)
  } catch {
    throw new CannotStart(
      `CUXI_CLAMD=${given} 要写成 tcp://主机:端口 或 unix:/路径 (must be tcp://host:port or unix:/path)`,
    )
  }
  return given
}

function profileIn({ CUXI_PROFILE: given }: NodeJS.ProcessEnv): Config['profile'] {
  const known = profileNames.find((name) => name === (given || 'asvs'))
  if (known) return known
  throw new Error(
    `CUXI_PROFILE=${given} 只能是 ${profileNames.join(' 或 ')} (must be one of ${profileNames.join(', ')})`,
  )
}

function authorityIn(env: NodeJS.ProcessEnv): Config['authority'] {
  const url = webAddress(env, 'CUXI_TSA_URL')
  if (!url) return null
  return {
    url,
    policy: env.CUXI_TSA_POLICY || null,
    trusted: env.CUXI_TSA_CERT ? resolve(env.CUXI_TSA_CERT) : null,
  }
}

function witnessIn(env: NodeJS.ProcessEnv): Config['witness'] {
  const url = webAddress(env, 'CUXI_WITNESS_URL')
  if (!url) return null
  if (!env.CUXI_WITNESS_KEY)
    throw new CannotStart(
      '设了 CUXI_WITNESS_URL，还要用 CUXI_WITNESS_KEY 写明见证方的公钥 (CUXI_WITNESS_URL also needs CUXI_WITNESS_KEY)',
    )
  return { url: url.replace(/\/+$/, ''), key: env.CUXI_WITNESS_KEY }
}

function webAddress(env: NodeJS.ProcessEnv, name: string): string | null {
  const given = env[name]
  if (!given) return null
  if (!/^https?:$/.test(URL.parse(given)?.protocol ?? ''))
    throw new CannotStart(
      `${name}=${given} 要写成 http:// 或 https:// 地址 (must be an http:// or https:// address)`,
    )
  return given
}

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number, most: number): number {
  const given = env[name]
  if (!given) return fallback
  const value = Number(given)
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new CannotStart(
      `${name}=${given} 不是 0 到 ${most} 之间的整数 (is not a whole number from 0 to ${most})`,
    )
  return value
}
