import type { ReactNode } from 'react'
import { Button, type ButtonProps } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRefusal } from './failure.ts'
import { Hint } from './Hint.tsx'

interface Props extends Pick<ButtonProps, 'size' | 'fullWidth' | 'leftSection'> {
  children: ReactNode
  /** `primary` once per page, `plain` the usual one, `quiet` in lists, `danger` for what cannot be undone. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** Message key of why this is not allowed now, as the server sent it; null when it is. */
  refusal?: string | null | undefined
  refusalParams?: Record<string, string | number>
  busy?: boolean
  type?: 'button' | 'submit'
  onClick?: () => void
  /** Goes somewhere instead of doing something: drawn as a link that looks like a button. */
  to?: string
  /** What stands behind the `?` there. */
  search?: Record<string, string>
  'aria-label'?: string
}

const looks = {
  primary: { variant: 'filled', color: 'pine' },
  plain: { variant: 'default', color: 'gray' },
  quiet: { variant: 'subtle', color: 'pine' },
  danger: { variant: 'filled', color: 'seal' },
} as const

/**
 * A button that says why it cannot be pressed. It stays reachable by keyboard and shows the words
 * the server would refuse with; pressing it then does nothing.
 */
export function ActionButton({
  kind = 'plain',
  refusal,
  refusalParams,
  busy,
  type = 'button',
  onClick,
  to,
  search,
  children,
  ...rest
}: Props) {
  const reason = useRefusal()(refusal, refusalParams)
  if (reason)
    return (
      <Hint text={reason}>
        {(describedBy) => (
          <Button
            {...looks[kind]}
            {...rest}
            type="button"
            data-disabled
            aria-disabled
            aria-describedby={describedBy}
          >
            {children}
          </Button>
        )}
      </Hint>
    )
  if (to)
    return (
      <Button {...looks[kind]} {...rest} component={Link} to={to} search={search as never}>
        {children}
      </Button>
    )
  return (
    <Button
      {...looks[kind]}
      {...rest}
      type={type}
      loading={busy ?? false}
      onClick={(event) => {
        // The second press of a double click comes before `busy` is drawn; a busy button still has the keyboard.
        if (busy || (busy === false && event.detail > 1)) event.preventDefault()
        else onClick?.()
      }}
    >
      {children}
    </Button>
  )
}
