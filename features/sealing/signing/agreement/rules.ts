import { sha256 } from '@noble/hashes/sha2.js'
import { toHex } from '../../bytes/rules.ts'
import { canonicalBytes } from '../../canonical/rules.ts'

/** A text people agree to once; a changed text is a new version and is asked for again. */
type AgreementText = {
  title: string
  lead: string
  sections: { heading: string; points: string[] }[]
}

/** 《电子签名使用约定》, our own words. */
export const agreement: { version: string; 'zh-CN': AgreementText; en: AgreementText } = {
  version: '1',
  'zh-CN': {
    title: '电子签名使用约定',
    lead: '在第一次签字之前，请读一遍。它约定：在这里按下“签字”，与在纸上签名一样，是你自己的表示。',
    sections: [
      {
        heading: '签字有两种',
        points: [
          '确认（S1）：你已登录，五分钟内再次输入密码或用过通行密钥，然后自己选择答复并按下签字。',
          '本人密钥签名（S2）：由你的手机、电脑或安全密钥里的密钥签出，签之前设备要核验你的指纹、面容或口令。密钥不离开你的设备或你的密钥串，公司拿不到。',
          '每份记录都写明用的是哪一种。',
        ],
      },
      {
        heading: '你签的是什么',
        points: [
          '签字页上的全文、你选的答复、你附上的话，以及它是第几版。内容一变，签字就不再有效。',
          '可以同意，可以写明异议，也可以拒签。不答复就记为“已送达未答”，不会当作同意。',
        ],
      },
      {
        heading: '存下什么',
        points: [
          '签字的时间、答复、你附上的话、网络地址、浏览器名称，以及你看到的全文的摘要。',
          '用密钥签名时，还有公钥、密钥编号、设备给出的签名数据，以及密钥是否会在你的设备之间同步。指纹和面容留在设备里，不会传来。',
          '这份约定你何时同意、同意的是哪一版。',
          '以上随记录封存，只有依权限能看这份记录的人看得到。日志里只有加盐的摘要，没有姓名和文字。',
        ],
      },
      {
        heading: '它不证明什么',
        points: [
          '不证明记录所述属实，也不证明屏幕当时显示的就是这些字；封存时交给你的回执，可以事后核对。',
          '它不是电子认证服务机构签发的证书。这里不提供法律意见。',
        ],
      },
      {
        heading: '你要做的',
        points: [
          '密码和密钥只给自己用。设备丢了，或收到不认识的登记通知，请立刻移除密钥、更换密码，并告诉 HR。',
        ],
      },
      {
        heading: '不同意也可以',
        points: [
          '打印出来在纸上签，由主管或 HR 补录；或者由主管请一位第二人到场见证。不会因为不用电子签名而影响评价。',
          '同意之后也可以随时改用纸面，在“设置”里收回即可；已经签的仍然有效。',
        ],
      },
    ],
  },
  en: {
    title: 'Agreement on electronic signatures',
    lead: 'Please read this before you sign for the first time. It says: pressing “sign” here is your own statement, as a signature on paper would be.',
    sections: [
      {
        heading: 'There are two ways to sign',
        points: [
          'Confirmation (S1): you are signed in, you have entered your password again or used a passkey within five minutes, and you choose your answer and press sign yourself.',
          'Signature with your own key (S2): made by a key in your phone, computer or security key, after the device has checked your finger, face or PIN. The key stays in your device or your key chain; the company never has it.',
          'Every record says which of the two was used.',
        ],
      },
      {
        heading: 'What you sign',
        points: [
          'The whole text on the page, the answer you choose, the words you add, and which version it is. If the content changes, the signature no longer fits.',
          'You may agree, state a reservation, or refuse. No answer is noted as “delivered, not answered” and never as agreement.',
        ],
      },
      {
        heading: 'What is kept',
        points: [
          'Time, answer, the words you add, network address, name of the browser, and a digest of the text you were shown.',
          'With a key also the public key, its number, what the device signed, and whether the key is synced between your devices. Finger and face stay in the device and are never sent.',
          'When you accepted this agreement, and which version.',
          'All of it is sealed with the record and seen only by those who may see the record. The log holds salted digests, no names and no text.',
        ],
      },
      {
        heading: 'What it does not prove',
        points: [
          'Not that what the record says is true, nor that the screen showed these very words; the receipt you are handed at the seal lets you check afterwards.',
          'It is no certificate of a licensed certification authority. Nothing here is legal advice.',
        ],
      },
      {
        heading: 'What is asked of you',
        points: [
          'Use your password and keys yourself only. If a device is lost, or you are told of a key you do not know, remove it at once, change your password and tell HR.',
        ],
      },
      {
        heading: 'You may say no',
        points: [
          'Have it printed and sign on paper, to be entered by your manager or HR; or let your manager ask a second person to be present as a witness. Not using electronic signatures has no effect on any assessment.',
          'Having agreed, you may return to paper at any time under Settings; what has been signed stays signed.',
        ],
      },
    ],
  },
}

export type AgreementLocale = 'zh-CN' | 'en'

/** SHA-256 (hex) of the text somebody was shown. */
export const agreementHash = (locale: AgreementLocale): string =>
  toHex(sha256(canonicalBytes({ version: agreement.version, locale, ...agreement[locale] })))
