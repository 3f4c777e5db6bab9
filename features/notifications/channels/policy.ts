import type { Refusal } from '../../../platform/refusal.ts'
import { holds, type Actor } from '../../accounts/policy.ts'
import type { ChannelKind } from './rules.ts'

/** Row 26 of the access table: who keeps the machine sees how words leave it; security and auditors read along. */
export const seesChannels = (actor: Actor): boolean =>
  holds(actor, 'itAdmin') || holds(actor, 'securityAdmin') || holds(actor, 'auditor')

/** Row 28: of webhooks, who keeps the machine knows that they are there, not where they lead. */
export const seesWhere = (actor: Actor, kind: ChannelKind): boolean =>
  kind === 'mail' ? seesChannels(actor) : holds(actor, 'securityAdmin') || holds(actor, 'auditor')

/** The mail server is IT administration's; where else data may go is security administration's. */
export const configureChannel = (actor: Actor, kind: ChannelKind): Refusal =>
  kind === 'mail'
    ? holds(actor, 'itAdmin')
      ? null
      : 'delivery.mailByIt'
    : holds(actor, 'securityAdmin')
      ? null
      : 'delivery.hooksBySecurity'

/** Row 26: letters that came back are IT administration's to send again. */
export const resendLetters = (actor: Actor): Refusal =>
  holds(actor, 'itAdmin') ? null : 'delivery.resentByIt'
