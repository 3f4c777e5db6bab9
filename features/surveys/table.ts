import type { Answers, Side } from './contract.ts'

declare module '../../platform/database.ts' {
  interface Tables {
    survey: SurveyTable
    surveyInvitee: SurveyInviteeTable
    surveyAnswer: SurveyAnswerTable
    surveyRemark: SurveyRemarkTable
  }
}

export interface SurveyTable {
  orgId: string
  id: string
  opensOn: string
  closesOn: string
  departmentIds: string[] | null
  hrView: Answers | null
  openedAt: Date
  openedBy: string
  closedAt: Date | null
}

/** Who is asked, on which side, and whether they have answered; never what or when. */
interface SurveyInviteeTable {
  orgId: string
  surveyId: string
  personId: string
  side: Side
  departmentId: string
  answered: boolean
}

/** One answer to one question, of nobody. */
interface SurveyAnswerTable {
  orgId: string
  id: string
  surveyId: string
  side: Side
  departmentId: string
  question: string
  choice: string
}

interface SurveyRemarkTable {
  orgId: string
  id: string
  surveyId: string
  words: string
}
