import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { hasOpenssl, openAuthority, type Manner } from '../../../../test/support/authority.ts'
import { exportedExample, sealedExample } from '../../../../test/support/evidence.ts'
import { stopPrinting } from '../../archive/handlers.ts'
import { verify } from '../../verifier/rules.ts'

const skip = hasOpenssl() ? false : 'openssl is not installed here'
let authority: Awaited<ReturnType<typeof openAuthority>>
before(async () => {
  if (!skip) authority = await openAuthority('ec')
})
after(() => {
  authority?.close()
  stopPrinting()
})

let asked = 0
/** A record as PDF, its signature timestamped by the authority as it behaves now; each at an address of its own. */
async function stamped(manner: Manner, address = `${authority.url}?${asked++}`) {
  authority.behave(manner)
  const example = sealedExample()
  const print = { locale: 'zh-CN', title: '绩效面谈记录', subtitle: '陈一鸣 · 版本 1' } as const
  const { pdf, sealed } = await exportedExample(
    { ...print, seal: null, blocks: [{ kind: 'paragraph', text: '说定的事。' }], signatures: [] },
    example,
    {
      authority: { url: address, policy: null, trusted: authority.root },
      reasonWithout: '没有时间戳',
    },
  )
  return { pdf, sealed }
}

const timeIn = async (pdf: Uint8Array) => {
  const { verdict, findings } = await verify(pdf)
  return [verdict, findings.at(-1)!] as const
}

/** The CMS that stands in the PDF's signature. */
function cmsIn(pdf: Uint8Array): Buffer {
  const text = Buffer.from(pdf).toString('latin1')
  const hex = /\/Contents <([0-9a-f]+)>/.exec(text.slice(text.lastIndexOf('/Type /Sig')))![1]!
  return Buffer.from(hex, 'hex')
}

test(
  'an authority’s time over the signature makes the PDF B-T, and programs of others read it',
  { skip },
  async (t) => {
    const { pdf } = await stamped('honest')
    const [verdict, time] = await timeIn(pdf)
    assert.deepEqual(
      [verdict, time.key, time.params.authority],
      ['intact', 'pdfSignatureTimed', 'Test TSA'],
    )
    assert.ok(Math.abs(Date.parse(String(time.params.at)) - Date.now()) < 60_000)

    const pkijs = await import('pkijs')
    const bytes = cmsIn(pdf)
    const end = 4 + bytes.readUInt16BE(2)
    const content = pkijs.ContentInfo.fromBER(Uint8Array.from(bytes.subarray(0, end)).buffer)
    const signedData = new pkijs.SignedData({ schema: content.content })
    const [signer] = signedData.signerInfos
    const types = signer!.signedAttrs!.attributes.map(({ type }) => type)
    assert.ok(types.includes('1.2.840.113549.1.9.16.2.47'), 'ESS signing-certificate-v2')
    const attribute = signer!.unsignedAttrs!.attributes.find(
      ({ type }) => type === '1.2.840.113549.1.9.16.2.14',
    )!
    const token = new pkijs.SignedData({
      schema: new pkijs.ContentInfo({ schema: attribute.values[0] }).content,
    })
    const signature = signer!.signature.valueBlock.valueHexView
    const root = new X509Certificate(readFileSync(authority.root))
    const checked = await token.verify({
      signer: 0,
      data: Uint8Array.from(signature).buffer,
      trustedCerts: [pkijs.Certificate.fromBER(Uint8Array.from(root.raw))],
      checkChain: true,
      extendedMode: true,
    })
    assert.equal(checked.signatureVerified, true)
    assert.equal(checked.signerCertificateVerified, true)

    const folder = mkdtempSync(join(tmpdir(), 'cuxi-bt-'))
    try {
      writeFileSync(join(folder, 'record.pdf'), pdf)
      const run = spawnSync('pdfsig', [join(folder, 'record.pdf')], { encoding: 'utf8' })
      if (run.error) return t.diagnostic('pdfsig is not installed here')
      assert.match(run.stdout, /Signature is Valid/)
      assert.match(run.stdout, /Total document signed/)
      assert.match(run.stdout, /ETSI\.CAdES\.detached/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

test(
  'not one byte of the timestamp can be different, nor stand on another signature',
  { skip },
  async () => {
    const { pdf, sealed } = await stamped('honest')
    const from = pdf.lastIndexOf(0x3c, pdf.length - 17_000)
    for (let at = sealed.length; at < pdf.length; at += 37) {
      const changed = pdf.slice()
      changed[at]! ^= 1 << (at % 8)
      assert.notEqual((await verify(changed)).verdict, 'intact', `byte ${at}, signature at ${from}`)
    }
  },
)

test(
  'a dead or lying authority leaves B-B, which says so in the file, and is left alone for a while',
  { skip },
  async () => {
    for (const manner of ['wrongHash', 'unsigned', 'html', 'refuses', 'hangs'] as const) {
      const address = `${authority.url}?${manner}`
      const before = authority.asked()
      const { pdf } = await stamped(manner, address)
      const [verdict, time] = await timeIn(pdf)
      assert.deepEqual([verdict, time.key, time.ok], ['intact', 'pdfSignatureValid', true], manner)
      const utf16 = Buffer.from('没有时间戳', 'utf16le').swap16().toString('hex')
      assert.ok(Buffer.from(pdf).includes(`/Reason <feff${utf16}>`), manner)
      assert.equal(authority.asked(), before + 1)
      await stamped(manner, address)
      assert.equal(authority.asked(), before + 1, 'nobody else waits for the same silence')
    }
  },
)
