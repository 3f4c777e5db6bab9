import { textOf } from '../bytes/rules.ts'
import { readNote } from '../note/rules.ts'
import { limited } from '../timestamps/handlers.ts'
import { askText, checkCosignature, type WitnessKey } from './rules.ts'

/** A witness out there: where it answers, and its key. */
export type Witness = { url: string; key: WitnessKey }

/** What we ask to be cosigned: a checkpoint, and proofs that it extends an older one. */
export type Asking = { note: string; size: number; prove: (older: number) => Promise<Uint8Array[]> }

/** `line` goes into the note; a dispute is kept as proof that two histories were seen, or one claimed; `known`: its length. */
export type WitnessAnswer =
  | { line: string; at: Date }
  | { dispute: { status: number; asked: string; answered: string; known: number } }

/** Why there is no answer to go by: ask again later. */
export class NoWitness extends Error {}

const PATIENCE = 15_000
const MAX_BYTES = 16_384

/**
 * Asks a witness (c2sp.org/tlog-witness, `add-checkpoint`) for its cosignature.
 * @param known the size the witness cosigned last as far as we know; it corrects us once
 * @throws NoWitness when it is out of reach, slow, or answers something that is not in the protocol
 */
export async function askWitness(
  { url, key }: Witness,
  { note, size, prove }: Asking,
  known: number,
): Promise<WitnessAnswer> {
  let old = known
  for (let tries = 0; ; tries++) {
    const asked = askText(old, await prove(old), note)
    const { status, text } = await post(`${url}/add-checkpoint`, asked)
    if (status === 200) return cosigned(note, text, key)
    if (status === 422) return { dispute: { status, asked, answered: text, known: old } }
    if (status !== 409) throw new NoWitness(`the witness answered ${status}`)
    const told = /^(0|[1-9]\d{0,15})\n$/.exec(text)?.[1]
    // The same length with another root: a witness need not repeat the length.
    const known = Number(told ?? (old === size ? size : NaN))
    if (Number.isNaN(known)) throw new NoWitness('the witness told no size')
    // It has seen more than we have, or something else: either we were set back, or somebody else speaks for us.
    if (known > size || (known === size && old === size))
      return { dispute: { status, asked, answered: text, known } }
    // Another node of ours asked in between.
    if (tries > 0) throw new NoWitness('the witness has moved on')
    old = known
  }
}

async function cosigned(note: string, lines: string, key: WitnessKey): Promise<WitnessAnswer> {
  const line = lines.split('\n').find((each) => each.startsWith(`— ${key.name} `))
  const whole = readNote(`${note}${line ?? ''}\n`)
  const { check, at } = whole ? await checkCosignature(whole, key) : { check: 'missing', at: null }
  if (check !== 'valid' || !at || line === undefined)
    throw new NoWitness('the cosignature is not by the key of this witness')
  return { line: `${line}\n`, at }
}

async function post(url: string, body: string): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    })
    return { status: response.status, text: textOf(await limited(response, MAX_BYTES)) ?? '' }
  } catch (error) {
    throw new NoWitness('the witness cannot be reached', { cause: error })
  }
}
