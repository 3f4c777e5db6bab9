import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
  type RouteComponent,
} from '@tanstack/react-router'
import { Pending } from '../../ui/Pending.tsx'
import { queryClient, publicApi } from '../../ui/api.ts'
import { failureOf } from '../../ui/failure.ts'
import { Frame } from './layout/Frame.tsx'
import { Plain } from './layout/Plain.tsx'
import { Broken, NotFound, Nowhere } from './layout/Trouble.tsx'
import { Whole } from './layout/Whole.tsx'
import { mayOpen, whoAmI } from './layout/me.ts'

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: Broken })

/** For strangers: the seal above, nothing else around. */
const plain = createRoute({ getParentRoute: () => root, id: 'plain', component: Plain })

/** For people who are signed in; others are asked to sign in and then come back here. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signedIn',
  beforeLoad: async ({ location }) => {
    try {
      await whoAmI()
    } catch (error) {
      if (failureOf(error).kind !== 'session') throw error
      const { organizations } = await queryClient.fetchQuery(
        publicApi.accounts.welcome.queryOptions(),
      )
      const search = location.href === '/' ? {} : { next: location.href }
      // Nobody has an account yet, except in the demo company: there one picks who to be.
      if (organizations.every(({ demo }) => demo)) throw redirect({ to: '/welcome', search })
      throw redirect({ to: '/sign-in', search })
    }
  },
})

/** Rail, banners and search around a page. */
const framed = createRoute({ getParentRoute: () => signedIn, id: 'framed', component: Frame })

/** The whole screen for one page. */
const whole = createRoute({ getParentRoute: () => signedIn, id: 'whole', component: Whole })

/** One line per place: address, page, its name. Every page is a chunk of its own. */
function at<Module extends Record<string, RouteComponent>>(
  parent: typeof plain | typeof signedIn | typeof framed | typeof whole,
  path: string,
  load: () => Promise<Module>,
  name: keyof Module & string,
  /** One of `me.places`; to whoever does not have it, the page does not exist. */
  place?: string,
) {
  return createRoute({
    getParentRoute: () => parent as typeof plain,
    path,
    ...(place && {
      beforeLoad: async () => {
        if (!(await mayOpen(place))) throw notFound()
      },
      // Named at the page, so that what stands around it stays.
      notFoundComponent: NotFound,
    }),
    component: lazyRouteComponent(load, name),
  })
}

// The whole site. A name in `$` is read with `useParams({ strict: false })`.
const strangers = [
  at(plain, '/sign-in', () => import('../../features/accounts/pages/SignIn.tsx'), 'SignIn'),
  at(plain, '/welcome', () => import('../../features/org/pages/joining/Welcome.tsx'), 'Welcome'),
  at(
    plain,
    '/invite/$token',
    () => import('../../features/org/pages/joining/Invitation.tsx'),
    'Invitation',
  ),
  at(
    plain,
    '/unsubscribe/$token',
    () => import('../../features/notifications/pages/Unsubscribe.tsx'),
    'Unsubscribe',
  ),
  at(plain, '/verify', () => import('../../features/sealing/pages/Verify.tsx'), 'Verify'),
]
const people = [
  at(framed, '/', () => import('../../features/notifications/pages/Today.tsx'), 'Today'),
  at(
    framed,
    '/checkpoints',
    () => import('../../features/sealing/pages/Checkpoints.tsx'),
    'Checkpoints',
  ),
  at(
    framed,
    '/commitments',
    () => import('../../features/commitments/pages/Commitments.tsx'),
    'Commitments',
  ),
  at(framed, '/cycles', () => import('../../features/cycles/pages/Cycles.tsx'), 'Cycles', 'cycles'),
  at(
    framed,
    '/cycles/new',
    () => import('../../features/cycles/pages/NewCycle.tsx'),
    'NewCycle',
    'cycleDrafts',
  ),
  at(
    framed,
    '/cycles/year',
    () => import('../../features/cycles/pages/year/Year.tsx'),
    'Year',
    'cycles',
  ),
  at(
    framed,
    '/surveys',
    () => import('../../features/surveys/pages/Surveys.tsx'),
    'Surveys',
    'surveys',
  ),
  at(
    framed,
    '/surveys/$id',
    () => import('../../features/surveys/pages/SurveyReport.tsx'),
    'SurveyReport',
    'surveys',
  ),
  at(
    framed,
    '/surveys/$id/answer',
    () => import('../../features/surveys/pages/AnswerSurvey.tsx'),
    'AnswerSurvey',
  ),
  at(
    framed,
    '/cycles/$id',
    () => import('../../features/cycles/pages/Cycle.tsx'),
    'Cycle',
    'cycles',
  ),
  at(
    framed,
    '/cycles/standard',
    () => import('../../features/cycles/pages/standard/Standards.tsx'),
    'Standards',
    'cycles',
  ),
  at(
    framed,
    '/cycles/indicators',
    () => import('../../features/goals/pages/Indicators.tsx'),
    'Indicators',
    'cycles',
  ),
  at(
    framed,
    '/cycles/mechanism',
    () => import('../../features/cycles/pages/mechanism/Mechanism.tsx'),
    'Mechanism',
    'cycles',
  ),
  at(
    framed,
    '/cycles/$id/standard',
    () => import('../../features/cycles/pages/standard/Deviations.tsx'),
    'Deviations',
    'cycles',
  ),
  at(
    framed,
    '/cycles/$id/fullness',
    () => import('../../features/conversations/pages/fullness/Fullness.tsx'),
    'Fullness',
    'cycles',
  ),
  at(
    framed,
    '/cycles/$id/nudge',
    () => import('../../features/notifications/pages/nudging/Nudge.tsx'),
    'Nudge',
    'cycles',
  ),
  at(
    framed,
    '/cycles/$id/edit',
    () => import('../../features/cycles/pages/CycleDraft.tsx'),
    'CycleDraft',
    'cycles',
  ),
  at(
    framed,
    '/design',
    () => import('../../features/templates/pages/Library.tsx'),
    'Library',
    'design',
  ),
  at(
    framed,
    '/design/templates/$draftId',
    () => import('../../features/templates/pages/designer/Designer.tsx'),
    'Designer',
    'design',
  ),
  at(
    framed,
    '/design/flows',
    () => import('../../features/flows/pages/Flows.tsx'),
    'Flows',
    'design',
  ),
  at(
    framed,
    '/design/packs',
    () => import('../../features/admin/pages/packs/Packs.tsx'),
    'Packs',
    'packs',
  ),
  at(
    framed,
    '/design/sandbox',
    () => import('../../features/cycles/pages/sandbox/Sandbox.tsx'),
    'Sandbox',
    'design',
  ),
  at(
    framed,
    '/design/flows/$draftId',
    () => import('../../features/flows/pages/design/FlowDraft.tsx'),
    'FlowDraft',
    'design',
  ),
  at(
    framed,
    '/conversations',
    () => import('../../features/conversations/pages/Conversations.tsx'),
    'Conversations',
  ),
  at(
    framed,
    '/conversations/countersign',
    () => import('../../features/conversations/pages/sign/Countersign.tsx'),
    'Countersign',
  ),
  at(
    framed,
    '/conversations/$id',
    () => import('../../features/commitments/pages/ConversationPage.tsx'),
    'ConversationPage',
  ),
  at(
    framed,
    '/conversations/$id/steps/$stageKey',
    () => import('../../features/conversations/pages/steps/OwnStep.tsx'),
    'OwnStep',
  ),
  at(
    framed,
    '/conversations/$id/record',
    () => import('../../features/conversations/pages/sealed/Record.tsx'),
    'Record',
  ),
  at(
    framed,
    '/rooms',
    () => import('../../features/scheduling/pages/rooms/Rooms.tsx'),
    'Rooms',
    'rooms',
  ),
  at(
    framed,
    '/archive',
    () => import('../../features/conversations/pages/Archive.tsx'),
    'Archive',
    'archive',
  ),
  at(framed, '/org', () => import('../../features/org/pages/Org.tsx'), 'Org'),
  at(
    framed,
    '/org/import',
    () => import('../../features/org/pages/import/ImportWizard.tsx'),
    'ImportWizard',
    'org',
  ),
  at(
    framed,
    '/org/import/$id',
    () => import('../../features/org/pages/import/ImportWizard.tsx'),
    'ImportWizard',
    'org',
  ),
  at(
    framed,
    '/org/doubles',
    () => import('../../features/admin/merges/pages/Doubles.tsx'),
    'Doubles',
    'doubles',
  ),
  at(
    framed,
    '/people/$id/talks',
    () => import('../../features/insights/pages/history/History.tsx'),
    'History',
  ),
  at(
    framed,
    '/people/$id/evidence',
    () => import('../../features/insights/pages/history/Evidence.tsx'),
    'Evidence',
  ),
  at(framed, '/people/$id', () => import('../../features/org/pages/Person.tsx'), 'Person'),
  at(framed, '/settings', () => import('../../features/accounts/pages/Settings.tsx'), 'Settings'),
  at(
    framed,
    '/settings/reminders',
    () => import('../../features/notifications/pages/settings/Reminders.tsx'),
    'Reminders',
  ),
  at(
    framed,
    '/settings/channels',
    () => import('../../features/notifications/pages/settings/Channels.tsx'),
    'Channels',
    'channels',
  ),
  at(
    framed,
    '/settings/calendar',
    () => import('../../features/org/pages/calendar/Calendar.tsx'),
    'Calendar',
  ),
  at(
    framed,
    '/settings/agreement',
    () => import('../../features/sealing/pages/Agreement.tsx'),
    'Agreement',
  ),
  at(
    framed,
    '/settings/access',
    () => import('../../features/admin/pages/MyAccess.tsx'),
    'MyAccess',
  ),
  at(
    framed,
    '/settings/self-check',
    () => import('../../features/admin/pages/SelfCheck.tsx'),
    'SelfCheck',
    'selfCheck',
  ),
  at(
    framed,
    '/settings/modules',
    () => import('../../features/admin/pages/Modules.tsx'),
    'Modules',
    'modules',
  ),
  at(
    framed,
    '/settings/delegation',
    () => import('../../features/org/pages/delegation/Delegations.tsx'),
    'Delegations',
    'delegation',
  ),
  at(
    framed,
    '/conversations/$id/chain',
    () => import('../../features/admin/pages/Chain.tsx'),
    'Chain',
  ),
  at(framed, '/audit', () => import('../../features/admin/pages/Audit.tsx'), 'Audit', 'audit'),
  at(
    framed,
    '/conversations/$id/access',
    () => import('../../features/admin/pages/RecordAccess.tsx'),
    'RecordAccess',
  ),
  at(
    framed,
    '/settings/my-data',
    () => import('../../features/admin/privacy/pages/MyData.tsx'),
    'MyData',
  ),
  at(
    framed,
    '/privacy',
    () => import('../../features/admin/privacy/pages/Desk.tsx'),
    'Desk',
    'privacy',
  ),
  at(
    framed,
    '/cases',
    () => import('../../features/conversations/pages/cases/Cases.tsx'),
    'Cases',
    'cases',
  ),
  at(
    framed,
    '/interventions',
    () => import('../../features/conversations/pages/intervention/Interventions.tsx'),
    'Interventions',
    'interventions',
  ),
  at(
    framed,
    '/interventions/marks',
    () => import('../../features/conversations/pages/intervention/Marks.tsx'),
    'Marks',
    'interventions',
  ),
  at(
    framed,
    '/interventions/$id',
    () => import('../../features/commitments/pages/InterventionPage.tsx'),
    'InterventionPage',
    'interventions',
  ),
  at(
    framed,
    '/design/interventions',
    () => import('../../features/conversations/pages/intervention/Rules.tsx'),
    'Rules',
    'interventions',
  ),
  at(
    framed,
    '/emergencies',
    () => import('../../features/conversations/pages/glass/Emergencies.tsx'),
    'Emergencies',
    'emergencies',
  ),
]
const wholeScreen = [
  at(
    whole,
    '/conversations/$id/live',
    () => import('../../features/commitments/pages/LivePage.tsx'),
    'LivePage',
  ),
]

/** Every address that is no place of the site. */
const nowhere = createRoute({
  getParentRoute: () => root,
  path: '$',
  loader: async () => {
    try {
      await whoAmI()
      return { isKnown: true }
    } catch (error) {
      if (failureOf(error).kind !== 'session') throw error
      return { isKnown: false }
    }
  },
  component: Nowhere,
})

export const router = createRouter({
  routeTree: root.addChildren([
    plain.addChildren(strangers),
    signedIn.addChildren([framed.addChildren(people), whole.addChildren(wholeScreen)]),
    nowhere,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Pending,
  defaultPendingMs: 200,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})
