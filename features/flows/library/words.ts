import { t } from '../../templates/library/words.ts'

/** What the summary of an earlier post is called; the number of the post is counted from the first. */
export const summaryOf = (position: number) =>
  t(`第 ${position} 段任职小结`, `Summary of post ${position}`)
