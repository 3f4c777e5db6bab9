import { randomBytes, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Bytes } from '../bytes/rules.ts'
import { inside, readOne, TAG } from '../der/rules.ts'
import { checkTimestamp, type TimestampFacts } from './rules.ts'

/** The authority an installation asks. `policy`: the only one accepted; `trusted`: PEM file it must lead back to. */
export type Authority = { url: string; policy: string | null; trusted: string | null }

const PATIENCE = 15_000
const MAX_BYTES = 65_536

/** Why an answer was not taken: nothing of it is kept, and nothing takes its place. */
export class NoTimestamp extends Error {}

/**
 * Asks the authority to put its time on a SHA-256, and takes the answer only when hash, nonce, policy, signature and,
 * where one is configured, the trusted certificate hold.
 * @param patience milliseconds until the whole answer has to be there
 * @throws NoTimestamp when it is out of reach, slow, or answers anything else
 */
export async function requestTimestamp(
  digest: Uint8Array,
  { url, policy, trusted }: Authority,
  patience = PATIENCE,
): Promise<{ token: Bytes; facts: TimestampFacts }> {
  // Positive and without leading zeroes, so that it comes back spelt the same.
  const nonce = randomBytes(16)
  nonce[0] = (nonce[0]! & 0x7f) | 0x40
  const answer = await ask(url, await queryFor(digest, nonce, policy), patience)
  const [status, token] = inside(readOne(answer, TAG.sequence), TAG.sequence) ?? []
  const granted = inside(status, TAG.sequence)?.[0]
  // 0 granted, 1 granted with changes: those show in the token and are checked there.
  if (granted?.tag !== TAG.integer || granted.content[0]! > 1 || !token)
    throw new NoTimestamp('the authority granted no timestamp')
  const check = await checkTimestamp(token.whole, digest)
  if ('flaw' in check) throw new NoTimestamp(`the timestamp is ${check.flaw}`)
  const facts = check.ok
  if (facts.nonce !== nonce.toString('hex')) throw new NoTimestamp('the timestamp is an old one')
  if (policy !== null && facts.policy !== policy)
    throw new NoTimestamp(`the timestamp has policy ${facts.policy}`)
  if (trusted !== null && !leadsTo(facts, await readFile(trusted, 'utf8')))
    throw new NoTimestamp('the timestamp is by an authority that is not trusted')
  return { token: token.whole, facts }
}

async function queryFor(digest: Uint8Array, nonce: Buffer, policy: string | null) {
  const [pkijs, asn1js] = await Promise.all([import('pkijs'), import('asn1js')])
  const request = new pkijs.TimeStampReq({
    version: 1,
    messageImprint: new pkijs.MessageImprint({
      hashAlgorithm: new pkijs.AlgorithmIdentifier({
        algorithmId: '2.16.840.1.101.3.4.2.1',
        algorithmParams: new asn1js.Null(),
      }),
      hashedMessage: new asn1js.OctetString({ valueHex: Uint8Array.from(digest).buffer }),
    }),
    nonce: new asn1js.Integer({ valueHex: Uint8Array.from(nonce).buffer }),
    certReq: true,
    ...(policy && { reqPolicy: policy }),
  })
  return new Uint8Array(request.toSchema().toBER(false))
}

async function ask(url: string, query: Uint8Array<ArrayBuffer>, patience: number): Promise<Bytes> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: query,
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
  } catch (error) {
    throw new NoTimestamp('the authority cannot be reached', { cause: error })
  }
  const type = response.headers.get('content-type')?.split(';', 1)[0]
  if (response.status !== 200 || type !== 'application/timestamp-reply') {
    await response.body?.cancel()
    throw new NoTimestamp(`the authority answered ${response.status} ${type ?? ''}`)
  }
  return limited(response)
}

/** The body, as long as it comes in time and is not larger than any timestamp. */
export async function limited(response: Response, most = MAX_BYTES): Promise<Bytes> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      if (size > most) throw new NoTimestamp('the answer is too large')
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof NoTimestamp) throw error
    throw new NoTimestamp('the answer did not come to its end', { cause: error })
  }
  return Uint8Array.from(Buffer.concat(chunks))
}

const LONGEST_CHAIN = 6

/** Do the certificates lead from the signer's to one of these (PEM, one or more)? */
function leadsTo({ certificate, certificates, at }: TimestampFacts, pem: string): boolean {
  const anchors = (
    pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  ).map((text) => new X509Certificate(text))
  const known = certificates.map((each) => new X509Certificate(each))
  const isValid = ({ validFrom, validTo }: X509Certificate) =>
    Date.parse(validFrom) <= Date.parse(at) && Date.parse(at) <= Date.parse(validTo)
  const isBy = (child: X509Certificate, parent: X509Certificate) =>
    child.checkIssued(parent) && child.verify(parent.publicKey)
  let own: X509Certificate | undefined = new X509Certificate(certificate)
  for (let step = 0; own && step < LONGEST_CHAIN; step++) {
    const here: X509Certificate = own
    if (!isValid(here)) return false
    if (anchors.some((anchor) => anchor.raw.equals(here.raw) || isBy(here, anchor))) return true
    own = known.find((other) => !other.raw.equals(here.raw) && other.ca && isBy(here, other))
  }
  return false
}
