import { useMediaQuery } from '@mantine/hooks'

/** How many rows of a long list come at a time: on a phone each is a card, so fewer. */
export const usePageSize = (): number =>
  useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false }) ? 8 : 25
