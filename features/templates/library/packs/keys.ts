/** Kinds of business for which a beginning is ready. Light enough for the pages; the bodies stay on the server. */
export const packKeys = ['manufacturing', 'internet', 'chain'] as const
export type PackKey = (typeof packKeys)[number]
