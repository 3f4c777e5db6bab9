import type { Key } from '../../note/rules.ts'
import { checkPdfSeal, type PdfSealCheck } from '../../pdf/rules.ts'
import {
  checkPdfSignature,
  type PdfSignatureCheck,
  type PdfSigned,
} from '../../pdf/signature/rules.ts'
import type { Finding } from '../findings/rules.ts'

type Judgement = [ok: boolean | null, key: string]

const seals: Record<PdfSealCheck, Judgement> = {
  valid: [true, 'pageIntact'],
  changed: [false, 'pageChanged'],
  invalid: [false, 'pageChanged'],
  missing: [false, 'pageSealedByOther'],
  absent: [null, 'pageUnsealed'],
  unavailable: [null, 'noCrypto'],
}
const signatures: Record<PdfSignatureCheck, Judgement> = {
  valid: [true, 'pdfSignatureValid'],
  invalid: [false, 'pdfSignatureBroken'],
  foreign: [false, 'pdfSignatureForeign'],
  missing: [false, 'pdfSignatureMissing'],
  unavailable: [null, 'noCrypto'],
}

/** Judges a PDF around its attachments: the seal of the log's key, and the signature that it says must follow. */
export async function pageFindings(pdf: Uint8Array, key: Key): Promise<Finding[]> {
  const { check, sealed, certificate } = await checkPdfSeal(pdf, key)
  const [ok, message] = seals[check]
  // What lies behind the sealed bytes is for the signature to judge.
  const isOfPart = check === 'valid' && certificate !== null
  const page: Finding = {
    part: 'page',
    ok,
    key: isOfPart ? 'pageIntactBefore' : message,
    params: {},
  }
  if (certificate === null) return [page]
  const [isSigned, words, params] = judged(await checkPdfSignature(pdf, sealed, certificate))
  return [page, { part: 'pdfSignature', ok: isSigned, key: words, params }]
}

/** The signature, and by whose clock it was made. */
function judged({ check, stamp }: PdfSigned): [...Judgement, Finding['params']] {
  if (!stamp) return [...signatures[check], {}]
  if ('ok' in stamp) {
    const { authority, at, fingerprint } = stamp.ok
    return [true, 'pdfSignatureTimed', { authority, at, fingerprint }]
  }
  return stamp.flaw === 'unavailable' ? [null, 'noCrypto', {}] : [false, 'pdfTimeBroken', {}]
}
