import type pg from 'pg'

/** What `pg` hands to a query it runs for us; the wire itself, a row of COPY data at a time. */
interface Wire {
  query(statement: string): void
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
  stream: {
    pause(): void
    resume(): void
    writableNeedDrain: boolean
    once(event: 'drain' | 'close', listener: () => void): void
  }
}

const chunkSize = 256 * 1024
/** So many chunks may wait for a slow reader before the server is told to wait. */
const mostWaiting = 4

/**
 * Runs `COPY … TO STDOUT`. The server is slowed down to the pace of whoever reads; rows are gathered
 * into chunks of about 256 kB.
 */
export async function* copyOut(client: pg.Client, statement: string): AsyncGenerator<Buffer> {
  const full: Buffer[] = []
  let filling = Buffer.allocUnsafe(chunkSize)
  let filled = 0
  let wire: Wire | null = null
  let end: { error: Error | null } | null = null
  let wake = () => {}

  const flush = () => {
    if (filled > 0) full.push(filling.subarray(0, filled))
    filling = Buffer.allocUnsafe(chunkSize)
    filled = 0
  }
  const finish = (error: Error | null) => {
    end ??= { error }
    wire?.stream.resume()
    wake()
  }
  ask(client, statement, {
    submit: (given) => (wire = given),
    handleCopyData({ chunk }) {
      if (filled + chunk.length > chunkSize) flush()
      if (chunk.length > chunkSize) full.push(Buffer.from(chunk))
      else filled += chunk.copy(filling, filled)
      if (full.length >= mostWaiting) wire?.stream.pause()
      if (full.length > 0) wake()
    },
    handleReadyForQuery() {
      flush()
      finish(null)
    },
    handleError: finish,
  })
  try {
    while (true) {
      const next = full.shift()
      if (next) {
        if (full.length === 0) (wire as Wire | null)?.stream.resume()
        yield next
        continue
      }
      const over = end as { error: Error | null } | null
      if (over?.error) throw over.error
      if (over) return
      await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    // Somebody who stops reading early leaves a wire that still runs dry.
    ;(wire as Wire | null)?.stream.resume()
  }
}

/**
 * Runs `COPY … FROM STDIN` with these bytes.
 * @returns how many rows went in
 * @throws whatever the source throws; the server is told, and nothing of the statement stays
 */
export async function copyIn(
  client: pg.Client,
  statement: string,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  let wire: Wire | null = null
  let rows = 0
  let failure: Error | null = null
  let open = (_ready: boolean) => {}
  const ready = new Promise<boolean>((resolve) => (open = resolve))
  const done = new Promise<void>((resolve) => {
    const finish = (error: Error | null) => {
      failure ??= error
      open(false)
      resolve()
    }
    ask(client, statement, {
      submit: (given) => (wire = given),
      handleCopyInResponse: () => open(true),
      handleCommandComplete: ({ text }) => (rows = Number(text.split(' ').at(-1))),
      handleReadyForQuery: () => finish(null),
      handleError: finish,
    })
  })
  if (await ready) {
    const to = wire! as Wire
    try {
      for await (const chunk of source) {
        if (failure) break
        to.sendCopyFromChunk(chunk)
        if (to.stream.writableNeedDrain)
          await Promise.race([done, new Promise<void>((go) => to.stream.once('drain', go))])
      }
      if (!failure) to.endCopyFrom()
    } catch (error) {
      failure = error as Error
      to.sendCopyFail('the source ended early')
    }
  }
  await done
  if (failure) throw failure
  return rows
}

interface Copy {
  submit(wire: Wire): void
  handleCopyData?(message: { chunk: Buffer }): void
  handleCopyInResponse?(): void
  handleCommandComplete?(message: { text: string }): void
  handleReadyForQuery(): void
  handleError(error: Error): void
}

function ask(client: pg.Client, statement: string, copy: Copy) {
  client.query({
    handleCommandComplete() {},
    ...copy,
    submit(connection: unknown) {
      const wire = connection as Wire
      copy.submit(wire)
      wire.query(statement)
    },
  } as unknown as pg.Submittable)
}
