/**
 * Calendar days after the last day for signing in which a second person may still countersign a refusal
 * that only the manager noted. Then the record is sealed as 已送达未答: nobody but the manager has seen it.
 */
export const witnessGraceDays = 7
