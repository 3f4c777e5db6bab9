import { ORPCError } from '@orpc/client'
import { accountHeader } from './api.ts'

/**
 * Sends a file to `/api/files/<what>/<id>`, or as a new one, with what else is to be said about it.
 * @throws ORPCError with the server’s reason; TypeError without a network.
 */
export async function upload<Answer>(
  what: string,
  file: File,
  { id = 'new', ...said }: Record<string, string> = {},
): Promise<Answer> {
  const query = new URLSearchParams({ ...said, name: file.name })
  const response = await fetch(`/api/files/${what}/${id}?${query}`, {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'application/octet-stream', ...accountHeader() },
  })
  const { json } = (await response.json()) as { json: unknown }
  if (response.ok) return json as Answer
  const { code, data } = json as { code: string; data: unknown }
  throw new ORPCError(code, { status: response.status, data })
}
