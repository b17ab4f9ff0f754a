import { ask, client } from './client.ts'

/**
 * Cancels what is under way of a question, as far as there is anything.
 * @param answerId of the question's run; those of its further actions begin with it
 */
export async function cancelAnswer(guru: string, answerId: string): Promise<void> {
  const running = ask(
    client.GET('/api/v1/{guru}/runs', { params: { path: { guru }, query: { status: 'running' } } }),
  ).then(
    ({ runs }) => runs.map(({ id }) => id).filter((id) => id.startsWith(`${answerId}.`)),
    () => [],
  )
  const cancel = (id: string) =>
    ask(client.POST('/api/v1/{guru}/runs/{id}/cancel', { params: { path: { guru, id } }, body: {} })).catch(
      // Not begun yet, or ended meanwhile.
      () => {},
    )
  await Promise.all([cancel(answerId), ...(await running).map(cancel)])
}
