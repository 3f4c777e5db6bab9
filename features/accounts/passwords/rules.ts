import type { SignInRules } from '../rules.ts'

// What lists of leaked passwords are full of, in both languages; digits and signs around them do not help.
const common = new Set(
  (
    'password passwort passw0rd pass admin administrator root user guest test tester default login welcome ' +
    'changeme secret letmein master monkey dragon sunshine princess football baseball superman batman ' +
    'iloveyou loveyou ilove trustno shadow michael jordan hello freedom whatever qazwsx qwerty qwertyuiop ' +
    'asdfgh asdfghjkl zxcvbn zxcvbnm azerty abc abcabc abcd abcde abcdef abcdefg computer internet server ' +
    'company office manager employee summer winter spring autumn monday friday january february march april ' +
    'june july august september october november december china beijing shanghai shenzhen guangzhou hangzhou ' +
    'woaini woaini wodemima mima nihao zhongguo gongsi laoban tianya caonima wangyut dearbook xiaoming ' +
    'aini wanmei baobao baobei laopo laogong zhangwei wangwei wangfang liwei lina aaaaaa cuxi mimi mimamima ' +
    'woshishui meimei shuaige zhanghao yonghu guanliyuan qweasd qweasdzxc zaqxsw qwer asdf zxcv wasd'
  ).split(' '),
)
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  'qazwsxedcrfvtgbyhnujmikolp',
  '12345678901234567890',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
]
const runs = rows.flatMap((row) => [row, [...row].reverse().join('')])
const looks: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' }
const signs: Record<string, string> = { '@': 'a', $: 's', '!': 'i' }

const letters = (text: string) => text.replace(/[^\p{L}]/gu, '')

/** What stands in a password once blanks and capitals are set aside, then digits and signs around it, then those that stand for letters. */
export function readingsOf(password: string): [plain: string, ...words: string[]] {
  const plain = password.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  const trimmed = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const read = [...trimmed].map((sign) => looks[sign] ?? signs[sign] ?? sign).join('')
  return [plain, letters(trimmed), letters(read)]
}

/** Whether guessing programs try it early: a common word, a run on the keyboard, a repetition. */
export function isCommon(password: string): boolean {
  const [plain, ...words] = readingsOf(password)
  if (new Set(plain).size < 5) return true
  const unit = plain.match(/^(.{1,8}?)\1+$/)?.[1]
  if (unit) return true
  if (runs.some((run) => run.includes(plain))) return true
  return words.some(
    (word) =>
      word === '' ||
      common.has(word) ||
      (word.length >= 6 && runs.some((run) => run.includes(word))),
  )
}

const kindsIn = (password: string) =>
  [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{Ll}\p{Lu}\d]/u].filter((kind) => kind.test(password)).length

/**
 * Why a new password will not do; null when it will.
 * @param about what people know of its owner: name, number, mail address, organization
 */
export function passwordRefusal(
  password: string,
  { passwordLength, passwordKinds }: SignInRules,
  about: (string | null)[],
): { reason: string; params: Record<string, number> } | null {
  if ([...password].length < passwordLength)
    return { reason: 'accounts.passwordShort', params: { length: passwordLength } }
  if (kindsIn(password) < passwordKinds)
    return { reason: 'accounts.passwordKinds', params: { kinds: passwordKinds } }
  const lower = password.normalize('NFKC').toLowerCase()
  const known = about
    .flatMap((text) => (text ?? '').toLowerCase().split('@', 1))
    .filter((text) => text.length >= 2)
  // What is left without it must still be a password: one may live in a street of one's own name.
  const rest = known.reduce((left, text) => left.replaceAll(text, ''), lower).trim()
  if (rest !== lower.trim() && rest.length < 6)
    return { reason: 'accounts.passwordAboutYou', params: {} }
  return isCommon(password) ? { reason: 'accounts.passwordCommon', params: {} } : null
}
