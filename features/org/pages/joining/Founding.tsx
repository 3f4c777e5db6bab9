import { useState } from 'react'
import { Input, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../../../ui/ActionButton.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { PageHeader } from '../../../../ui/PageHeader.tsx'
import { publicApi, queryClient } from '../../../../ui/api.ts'
import { useTried } from '../../../../ui/useTried.ts'
import { NewPassword } from '../../../accounts/pages/NewPassword.tsx'

const timezones = Intl.supportedValuesOf('timeZone')

/** Founds an organization with its first HR admin. */
export function Founding() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const [form, setForm] = useState({
    organization: '',
    name: '',
    employeeNo: '',
    email: '',
    password: '',
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'Asia/Shanghai',
    locale: (i18n.language === 'en' ? 'en' : 'zh-CN') as 'zh-CN' | 'en',
  })
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const found = useMutation(
    publicApi.joining.found.mutationOptions({
      onSuccess: async () => {
        queryClient.clear()
        await navigate({ to: '/' })
      },
    }),
  )
  const { tried, submit } = useTried(() =>
    found.mutate({ ...form, email: form.email.trim() || null }),
  )
  const lacks = (text: string) => (tried && !text.trim() ? t('ui.fillIn') : undefined)
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <PageHeader title={t('joining.founding.title')} sub={t('joining.founding.sub')} />
      <TextInput
        label={t('joining.founding.organization')}
        required
        maxLength={80}
        value={form.organization}
        error={lacks(form.organization)}
        onChange={(event) => set({ organization: event.currentTarget.value })}
      />
      <TextInput
        label={t('joining.founding.name')}
        required
        maxLength={40}
        autoComplete="name"
        value={form.name}
        error={lacks(form.name)}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('joining.founding.employeeNo')}
        description={t('joining.founding.employeeNoHelp')}
        required
        maxLength={40}
        autoComplete="username"
        value={form.employeeNo}
        error={lacks(form.employeeNo)}
        onChange={(event) => set({ employeeNo: event.currentTarget.value })}
      />
      <TextInput
        label={t('joining.founding.email')}
        type="email"
        autoComplete="email"
        value={form.email}
        onChange={(event) => set({ email: event.currentTarget.value })}
      />
      <NewPassword
        label={t('joining.founding.password')}
        value={form.password}
        error={lacks(form.password)}
        onChange={(password) => set({ password })}
      />
      <Select
        label={t('joining.founding.timezone')}
        description={t('joining.founding.timezoneHelp')}
        required
        searchable
        allowDeselect={false}
        data={timezones.includes(form.timezone) ? timezones : [form.timezone, ...timezones]}
        value={form.timezone}
        onChange={(timezone) => timezone && set({ timezone })}
      />
      <Input.Wrapper
        labelElement="div"
        label={t('joining.founding.locale')}
        description={t('joining.founding.localeHelp')}
      >
        <SegmentedControl
          fullWidth
          aria-label={t('joining.founding.locale')}
          data={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
          value={form.locale}
          onChange={(locale) => set({ locale: locale as 'zh-CN' | 'en' })}
        />
      </Input.Wrapper>
      <ErrorNote error={found.error} kept={t('joining.founding.kept')} />
      <ActionButton kind="primary" type="submit" busy={found.isPending}>
        {t('joining.founding.do')}
      </ActionButton>
      <p className="small">
        <ActionButton kind="quiet" to="/welcome">
          {t('joining.founding.back')}
        </ActionButton>
      </p>
    </form>
  )
}
