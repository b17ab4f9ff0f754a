import { invalid, type LookUp, labelsOf, type PlaceholderValue, renderParts } from './render-values.ts'
import type { JsonMember, JsonTemplate } from './template-json.ts'
import { namesIn } from './template-text.ts'

/** Renders JSON; null where the whole is absent. Absent members and elements are left out. */
export function renderJson(template: JsonTemplate, lookUp: LookUp): string | null {
  switch (template.type) {
    case 'scalar':
      return template.text
    case 'string': {
      const content = renderParts(template.parts, lookUp, insideString)
      return content === null ? null : `"${content}"`
    }
    case 'value': {
      const found = lookUp(template.placeholder)
      return found && JSON.stringify(found.value)
    }
    case 'array': {
      const elements = template.elements.map((element) => renderJson(element, lookUp))
      return `[${elements.filter((element) => element !== null).join(',')}]`
    }
    case 'object':
      return renderObject(template.members, lookUp)
  }
}

function renderObject(members: JsonMember[], lookUp: LookUp): string {
  const rendered: { member: JsonMember; name: string; text: string }[] = []
  for (const member of members) {
    const name = renderParts(member.name, lookUp, insideString)
    const value = renderJson(member.value, lookUp)
    if (name === null || value === null) continue
    rendered.push({ member, name: JSON.parse(`"${name}"`), text: `"${name}":${value}` })
  }
  // A value that names a member must not replace one that the action sets.
  const counts = new Map<string, number>()
  for (const { name } of rendered) counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const { member, name } of rendered)
    if (namesIn(member.name).length > 0 && (counts.get(name) ?? 0) > 1)
      throw invalid(`${labelsOf(member.name, lookUp)} gives two members of the JSON body the same name.`)
  return `{${rendered.map((member) => member.text).join(',')}}`
}

const insideString = ({ text }: PlaceholderValue): string => JSON.stringify(text).slice(1, -1)
