/** The ways words leave the building: mail, and the chats people have open anyway. */
export const channelKinds = ['mail', 'wecom', 'dingtalk', 'feishu', 'webhook'] as const
export type ChannelKind = (typeof channelKinds)[number]

/** Chats and programs that take messages at an address of theirs. */
export const hookKinds = ['wecom', 'dingtalk', 'feishu', 'webhook'] as const
export type HookKind = (typeof hookKinds)[number]

/** How a chat knows people: by what the roster says, or not at all, which leaves counts for the group. */
export const addressings = ['nobody', 'employeeNo', 'phone'] as const
export type Addressing = (typeof addressings)[number]

/** `tls` from the first byte, `starttls` demanded, or `none`: never silently without. */
export const mailSecurities = ['tls', 'starttls', 'none'] as const

/** What may be shown of a mail server; the password is apart. */
export interface MailSettings {
  host: string
  port: number
  security: (typeof mailSecurities)[number]
  user: string | null
  /** The sender people see. */
  from: string
  fromName: string
  /** Where links lead when the installation does not say (`CUXI_URL`). */
  site: string
}

/** What may be shown of a webhook; its address is a secret as a whole, since it lets anybody speak. */
export interface HookSettings {
  host: string
  addressing: Addressing
  /** A key signs what is sent. */
  isSigned: boolean
  site: string
}

export type ChannelSettings = MailSettings | HookSettings

/** What is stored encrypted. */
export interface ChannelSecret {
  password?: string
  url?: string
  /** Signs what is sent, where the other side asks for it. */
  key?: string
}
