import { chownSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ground } from './ground.ts'

export type Listen = { socketDir: string } | { port: number }

/** The port in a unix socket's name, and nothing else. */
const socketPort = 5432

/**
 * `postgresql.conf` for a laptop or a small server.
 * @param listen - the socket's folder, or the TCP port where there are no unix sockets.
 * @param hasOwn - the operator wrote an `own.conf`, which has the last word.
 */
export function settings(listen: Listen, hasOwn = false): string {
  const where =
    'port' in listen
      ? { listen_addresses: '127.0.0.1', port: listen.port, unix_socket_directories: '' }
      : {
          listen_addresses: '',
          port: socketPort,
          unix_socket_directories: listen.socketDir,
          unix_socket_permissions: '0700',
        }
  const lines = { ...where, ...always }
  return [
    '# Written by Cuxi at every start. Settings of your own belong into own.conf in this folder.',
    ...Object.entries(lines).map(([name, value]) => `${name} = ${quoted(String(value))}`),
    hasOwn ? "include = 'own.conf'\n" : '',
  ].join('\n')
}

const always = {
  max_connections: 150,
  shared_buffers: '64MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '512MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // Three processes less than with I/O workers, and nothing lost at this size.
  io_method: 'sync',
  jit: 'off',
  max_logical_replication_workers: 0,
  // Parallel workers need /dev/shm, of which a container has 64 MB; past that queries fail.
  max_parallel_workers_per_gather: 0,
  max_parallel_maintenance_workers: 0,
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  password_encryption: 'scram-sha-256',
  // People's texts never reach the log: no statements, no row values, no details. Errors come back
  // to the app, which reports their code and place.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

const quoted = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** Who may come in: both roles with their password, over the socket or loopback only. */
const hba = `# Written by Cuxi at every start.
local all all                scram-sha-256
host  all all 127.0.0.1/32   scram-sha-256
`

/** Writes both files into the cluster's folder. */
export function writeSettings(ground: Ground, listen: Listen) {
  for (const [name, text] of [
    ['postgresql.conf', settings(listen, existsSync(join(ground.cluster, 'own.conf')))],
    ['pg_hba.conf', hba],
  ] as const) {
    const file = join(ground.cluster, name)
    writeFileSync(file, text, { mode: 0o600 })
    if (process.getuid?.() === 0 && ground.owner) chownSync(file, ground.owner, ground.owner)
  }
}
