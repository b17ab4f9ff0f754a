import { IconBolt } from '@tabler/icons-react'
import { texts } from '../texts/en/index.ts'

/** The product's sign and name, where no shell around the page has them. */
export const Brand = () => (
  <span className="brand">
    <IconBolt size={22} aria-hidden />
    {texts.common.product}
  </span>
)
