import { NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Card } from '../../../../ui/Card.tsx'
import { ErrorNote } from '../../../../ui/ErrorNote.tsx'
import { api } from '../../../../ui/api.ts'
import { toast } from '../../../../ui/toasts.tsx'
import { channels, fits, scenarios, type Fit, type Matrix, type Year } from '../../year/contract.ts'
import { renewed } from './renewed.ts'
import styles from './Year.module.css'

/** Which channel serves which purpose: advice for everybody who plans a talk, the organization's to change. */
export function Channels({ year }: { year: Year }) {
  const { t } = useTranslation()
  const save = useMutation(api.cycles.year.saveMatrix.mutationOptions(renewed))
  const mayWrite = year.refusals.write === null
  const keep = (matrix: Matrix, before: Matrix) =>
    save.mutate(
      { matrix },
      {
        onSuccess: () =>
          toast({
            text: t('cycles.year.matrixSaved'),
            undo: () => save.mutate({ matrix: before }),
          }),
      },
    )
  return (
    <Card title={t('cycles.year.matrix')} note={t('cycles.year.matrixNote')}>
      <ErrorNote error={save.error} />
      <div className="sideways">
        <table className={styles.table}>
          <caption className="unseen">{t('cycles.year.matrix')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('cycles.year.channel')}</th>
              {scenarios.map((scenario) => (
                <th key={scenario} scope="col">
                  {t(`cycles.year.scenarios.${scenario}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {channels.map((channel) => (
              <tr key={channel}>
                <th scope="row">{t(`cycles.year.channels.${channel}`)}</th>
                {scenarios.map((scenario) => (
                  <td key={scenario}>
                    {mayWrite ? (
                      <NativeSelect
                        aria-label={t('cycles.year.cell', {
                          channel: t(`cycles.year.channels.${channel}`),
                          scenario: t(`cycles.year.scenarios.${scenario}`),
                        })}
                        data={fits.map((fit) => ({
                          value: fit,
                          label: t(`cycles.year.fits.${fit}`),
                        }))}
                        value={year.matrix[channel][scenario]}
                        onChange={(event) => {
                          const fit = event.currentTarget.value as Fit
                          const row = { ...year.matrix[channel], [scenario]: fit }
                          keep({ ...year.matrix, [channel]: row }, year.matrix)
                        }}
                      />
                    ) : (
                      t(`cycles.year.fits.${year.matrix[channel][scenario]}`)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
