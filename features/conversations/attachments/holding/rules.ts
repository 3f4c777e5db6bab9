/** The queue of files that wait for the virus scanner. */
export const scansQueue = 'conversations.scans'
