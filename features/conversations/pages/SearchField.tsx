import { useEffect, useRef, useState } from 'react'
import { TextInput } from '@mantine/core'

/** A search box that asks after a pause, not after every key; composing with an input method counts as typing. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const [text, setText] = useState(value)
  const asked = useRef(value)
  useEffect(() => {
    if (value !== asked.current) setText((asked.current = value))
  }, [value])
  useEffect(() => {
    if (text === asked.current) return
    const timer = setTimeout(() => onChange((asked.current = text.trim())), 300)
    return () => clearTimeout(timer)
  }, [text, onChange])
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  )
}
