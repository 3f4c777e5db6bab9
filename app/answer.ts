import type { ServerResponse } from 'node:http'

const codes: Record<number, string> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
}

/** A refusal outside the procedures, in the words and the shape theirs have. */
export function answer(
  response: ServerResponse,
  status: number,
  reason: string,
  {
    code = codes[status],
    params = {},
  }: { code?: string | undefined; params?: object | undefined } = {},
) {
  response.writeHead(status, { 'content-type': 'application/json' })
  // The shape the API client reads errors from.
  response.end(
    JSON.stringify({
      json: { defined: false, code, status, message: reason, data: { reason, params } },
    }),
  )
}
