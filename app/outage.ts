const outages = {
  'app.unreachable': [
    'ECONNREFUSED',
    'ENOENT',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    '25P03',
    '57P01',
    '57P02',
    '57P03',
    '53300',
    '08006',
  ],
  'app.full': ['ENOSPC', '53100'],
}

/** Why it is worth another try: the database is restarting, out of reach, or out of space. Nothing was saved. */
export function outage(error: unknown): string | null {
  const { code, message } = error as { code?: string; message?: string }
  const known = Object.entries(outages).find(([, codes]) => codes.includes(code ?? ''))
  if (known) return known[0]
  return /Connection terminated|timeout exceeded|not queryable/.test(message ?? '')
    ? 'app.unreachable'
    : null
}
