import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

/** Ten shades named by tokens: whatever shade a component asks for, light and dark both follow tokens.css. */
const shades = (...names: string[]) =>
  names.map((name) => `var(--${name})`) as unknown as MantineColorsTuple

const family = (name: string, strong: string) =>
  shades(
    `${name}-soft`,
    `${name}-soft`,
    `${name}-soft`,
    name,
    name,
    name,
    name,
    strong,
    strong,
    strong,
  )

const gray = [
  'sunken',
  'sunken',
  'line',
  'line',
  'line-strong',
  'ink-3',
  'ink-2',
  'ink-2',
  'ink',
  'ink',
]
const dark = [
  'ink',
  'ink',
  'ink-2',
  'ink-3',
  'line-strong',
  'line',
  'surface',
  'ground',
  'ground',
  'ground',
]

/** What stands on a filled ground of each family. */
const on: Record<string, string> = {
  pine: 'var(--on-pine)',
  seal: 'var(--on-seal)',
  indigo: 'var(--on-indigo)',
}
const ink: Record<string, string> = {
  pine: 'var(--pine-ink)',
  amber: 'var(--amber-ink)',
  bamboo: 'var(--bamboo-ink)',
}
const hover: Record<string, string> = { pine: 'var(--pine-hover)', seal: 'var(--seal-hover)' }

const none = '1px solid transparent'

const variantColorResolver: VariantColorsResolver = ({ color = 'pine', variant }) => {
  const name = color.split('.')[0]!
  const full = `var(--${name})`
  const soft = `var(--${name}-soft)`
  const text = ink[name] ?? full
  switch (variant) {
    case 'filled':
      return {
        background: full,
        hover: hover[name] ?? full,
        color: on[name] ?? 'var(--surface)',
        border: `1px solid ${full}`,
      }
    case 'light':
      return {
        background: soft,
        hover: `color-mix(in srgb, ${soft}, ${full} 12%)`,
        color: text,
        border: none,
      }
    case 'outline':
      return { background: 'transparent', hover: soft, color: text, border: `1px solid ${full}` }
    case 'default':
      return {
        background: 'var(--surface)',
        hover: 'var(--sunken)',
        color: 'var(--ink)',
        border: '1px solid var(--line-strong)',
      }
    default:
      return { background: 'transparent', hover: soft, color: text, border: none }
  }
}

/** Mantine with the house's look: everything below refers to names in tokens.css. */
export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: 6,
  white: 'var(--surface)',
  black: 'var(--ink)',
  colors: {
    pine: family('pine', 'pine-ink'),
    amber: family('amber', 'amber-ink'),
    seal: family('seal', 'seal'),
    bamboo: family('bamboo', 'bamboo-ink'),
    indigo: family('indigo', 'indigo'),
    red: family('seal', 'seal'),
    teal: family('bamboo', 'bamboo-ink'),
    gray: shades(...gray),
    dark: shades(...dark),
  },
  variantColorResolver,
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--sans)', fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '14px', md: '15px', lg: '17px', xl: '20px' },
  lineHeights: { xs: '1.5', sm: '1.6', md: '1.75', lg: '1.75', xl: '1.5' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  breakpoints: { xs: '360px', sm: '45em', md: '67.5em', lg: '80em', xl: '96em' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        overlayProps: { color: 'var(--veil)', backgroundOpacity: 1 },
        transitionProps: { duration: 120 },
      },
    },
    Drawer: { defaultProps: { position: 'right', transitionProps: { duration: 120 } } },
    Tooltip: {
      defaultProps: {
        multiline: true,
        maw: 320,
        withArrow: true,
        transitionProps: { duration: 100 },
        events: { hover: true, focus: true, touch: true },
      },
    },
    // The placeholder that takes the focus is not allowed inside role=menu: the first item takes it.
    Menu: {
      defaultProps: {
        shadow: 'md',
        radius: 'lg',
        transitionProps: { duration: 100 },
        withInitialFocusPlaceholder: false,
        menuItemTabIndex: 0,
      },
    },
    Popover: { defaultProps: { shadow: 'md', radius: 'lg', transitionProps: { duration: 100 } } },
    Select: { defaultProps: { size: 'md', checkIconPosition: 'right' } },
    MultiSelect: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md', autosize: true, minRows: 3 } },
  },
})

/** The library's own colours, told in the names of `tokens.css`, so that dark needs no second table here. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-anchor': 'var(--pine)',
    '--mantine-color-error': 'var(--seal)',
    '--mantine-color-success': 'var(--bamboo-ink)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--sunken)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-disabled': 'var(--sunken)',
    '--mantine-color-disabled-color': 'var(--ink-3)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-contrast': 'var(--on-pine)',
    '--mantine-shadow-md': 'var(--lift)',
    '--mantine-shadow-xl': 'var(--lift)',
  }
  return { variables: {}, light: both, dark: both }
}
