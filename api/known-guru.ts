import { notFound } from '../domain/problems.ts'
import type { GuruCatalogue } from '../storage/catalogue.ts'
import type { ApiDependencies } from './dependencies.ts'

/** A guru with its actions and sealed secrets. @throws {Problem} 404 */
export async function knownGuru(
  { catalogue }: Pick<ApiDependencies, 'catalogue'>,
  slug: string,
): Promise<GuruCatalogue> {
  const found = await catalogue.get(slug)
  if (!found) throw notFound(`Guru '${slug}'`)
  return found
}
