import { oc } from '@orpc/contract'
import { z } from 'zod'
import { locale, password } from '../../accounts/contract.ts'

const inBoth = z.object({ zh: z.string(), en: z.string() })
const line = (max: number) => z.string().trim().min(1).max(max)

/** The queue in which the demo company is made. */
export const demoQueue = 'demo.make'

/** The ways in: founding an organization, an invitation, a visit to the demo company. */
export const joiningContract = {
  found: oc
    .input(
      z.object({
        organization: line(80),
        name: line(40),
        employeeNo: line(40),
        email: z.email().max(200).nullable(),
        password,
        timezone: z.string().refine(isTimezone, 'joining.refusal.timezoneUnknown'),
        locale,
      }),
    )
    .output(z.object({ code: z.string() })),
  invitation: oc.input(z.object({ token: z.string().max(200) })).output(
    z.object({
      organization: z.string(),
      name: z.string(),
      employeeNo: z.string(),
      expiresAt: z.date(),
    }),
  ),
  acceptInvitation: oc
    .input(z.object({ token: z.string().max(200), password, locale }))
    .output(z.void()),
  demoPicks: oc.output(
    z.array(
      z.object({
        personId: z.string(),
        role: inBoth,
        name: z.string(),
        position: z.string(),
        department: z.string(),
        sees: inBoth,
      }),
    ),
  ),
  enterDemo: oc.input(z.object({ personId: z.uuid() })).output(z.void()),
  /** Makes the demo company where there is none; `welcome` tells when it is ready. */
  askDemo: oc.output(z.void()),
}

function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
