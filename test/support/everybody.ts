/** What anybody who is signed in may ask, because the answer is about themselves or about the rules. */
export const forEverybody = new Set([
  'accounts.me',
  'accounts.sessions',
  'accounts.endOtherSessions',
  'accounts.setLocale',
  'accounts.factor.begin',
  'accounts.factor.state',
  'accounts.passkeys.list',
  'accounts.passkeys.addOptions',
  'signing.agreement',
  'signing.answerAgreement',
  'signing.ways',
  // How long the log is, and who is handed that: nothing of what is in it (row 25).
  'checkpoints.list',
  'commitments.list',
  'conversations.list',
  'conversations.archive',
  'conversations.openable',
  'conversations.toCountersign',
  'scheduling.upcoming',
  'flows.get',
  'flows.list',
  'templates.diff',
  'templates.get',
  'templates.list',
  'notifications.today',
  'notifications.counts',
  'notifications.notices',
  'notifications.markRead',
  // How I am reminded myself.
  'notifications.preferences.mine',
  'notifications.preferences.save',
  // How often promises are asked about: a rule.
  'notifications.summaries.rhythm',
  // The directory: names, departments, positions (row 21 of the matrix).
  'org.tree',
  'org.people',
  'org.count',
  'org.person',
  'org.search',
  'org.choices',
  // Whether a page is there for oneself, which the page itself says too.
  'insights.history.opens',
  // One's own: who has seen one's records, and whom one asks to stand in for oneself.
  'admin.access.mine',
  'admin.privacy.mine',
  'admin.privacy.ask',
  // How many days there are for an appeal: a rule.
  'conversations.appeals.days',
  // When one works: row 1, a rule.
  'org.calendar.year',
  'org.delegation.list',
  'org.delegation.ask',
])
