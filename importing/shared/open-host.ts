import { placeholderText } from './placeholder-text.ts'

const OWN =
  /^(?:your|my)[-_]?(?:company|domain|store|shop|instance|subdomain|account|org|organi[sz]ation|site|app|team|tenant|workspace|name|host|server|cluster)?(?:[-_]?name)?$/i

/** Whether a label of a host stands for one that everybody has to put in: `your-domain`, `mycompany`, `<shop>`. */
export const standsForOne = (label: string): boolean => OWN.test(label) || placeholderText(label) !== null
