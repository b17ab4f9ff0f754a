import { useQuery } from '@tanstack/react-query'
import { ask, client } from './client.ts'

/** How this Errand is set up. */
export const useInstallation = () =>
  useQuery({ queryKey: ['installation'], queryFn: () => ask(client.GET('/api/v1/installation')) })
