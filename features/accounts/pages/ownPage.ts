/** Where to go after signing in: only to our own pages, so that an address in a link leads nowhere else. */
export const ownPage = (next: string | undefined): string =>
  next && /^\/(?![/\\])/.test(next) ? next : '/'
