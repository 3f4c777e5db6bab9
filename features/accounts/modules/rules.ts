/** The names of the modules an organization has switched off; see features/admin/modules. */
export const switchedOff = (settings: Record<string, unknown>): string[] =>
  Array.isArray(settings.modulesOff)
    ? settings.modulesOff.filter((name): name is string => typeof name === 'string')
    : []
