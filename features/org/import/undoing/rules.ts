/** How long an import can be taken back. */
export const undoHours = 24
