import { Page } from '../../components/page.tsx'

export default function PlaceholderPage() {
  return <Page title="settings">…</Page>
}
