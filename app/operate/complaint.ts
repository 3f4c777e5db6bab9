import { CannotStart } from '../../platform/cannotStart.ts'

/** Something the person at the keyboard can understand and mend: told as it is, without a stack. */
export class Complaint extends CannotStart {
  constructor(zh: string, en: string) {
    super(`${zh}\n${en}`)
    this.name = 'Complaint'
  }
}

/** A backup that is not what was written. `offset` is the byte from which it cannot be read. */
export class Damaged extends Complaint {
  readonly part: string
  constructor(file: string, offset: number, part: string) {
    super(
      `备份 ${file} 已损坏：第 ${offset} 字节起，${part} 这一部分。请换一份备份。`,
      `The backup ${file} is damaged from byte ${offset} on, in its part ${part}. Take another one.`,
    )
    this.part = part
  }
}
