import '@mantine/core/styles.css'
import './tokens.css'
import '../../ui/base.css'
import './mantine.css'
import './register.ts'
import { StrictMode } from 'react'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import i18next from 'i18next'
import { createRoot } from 'react-dom/client'
import { queryClient } from '../../ui/api.ts'
import { keepsOut } from '../../ui/failure.ts'
import { watchPaste } from '../../ui/paste.ts'
import { toast } from '../../ui/toasts.tsx'
import { startWords } from './i18n/index.ts'
import { router } from './routes.tsx'
import { cssVariablesResolver, theme } from './theme.ts'

const scheme = localStorageColorSchemeManager({ key: 'cuxi.scheme' })

await startWords()
watchPaste((max, cut) => toast({ kind: 'trouble', text: i18next.t('ui.cutOff', { max, cut }) }))
createRoot(document.getElementById('root')!, {
  // That a page is not for somebody is an answer, which the page gives; anything else is a fault.
  onCaughtError: (error) => void (keepsOut(error) || console.error(error)),
}).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      colorSchemeManager={scheme}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
