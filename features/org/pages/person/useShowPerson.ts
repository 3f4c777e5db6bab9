import { useContext, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '../../../../ui/api.ts'
import { dayIn } from '../../../../ui/format.ts'
import { Zone } from '../../../../ui/useFormat.ts'
import type { Person } from '../../contract.ts'

/** After a change: the answer is the person as they are now; lists and counts are asked again. */
export function useShowPerson(then?: (person: Person) => void) {
  const cache = useQueryClient()
  return (person: Person) => {
    cache.setQueryData(api.org.person.queryKey({ input: { id: person.id } }), person)
    for (const queryKey of [api.org.people.key(), api.org.tree.key(), api.org.count.key()])
      void cache.invalidateQueries({ queryKey })
    then?.(person)
  }
}

/** The day it is in the organization, 'YYYY-MM-DD'. */
export function useToday(): string {
  const zone = useContext(Zone)
  return useState(() => dayIn(zone, new Date()))[0]
}
