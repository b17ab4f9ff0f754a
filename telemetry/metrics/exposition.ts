/*
 * What is scraped, as text. Several sources are put together here, and OpenMetrics is made from Prometheus's own format:
 * the library that writes the latter has one format for a registry, not one for each request.
 */

export const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8'
export const OPENMETRICS_TEXT = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

export interface Exposition {
  contentType: string
  body: string
}

/** All samples of one name, with its HELP and TYPE. */
interface Family {
  name: string
  type: string
  help: string
  samples: string[]
}

/**
 * One text out of several in Prometheus's format. A metric that several have is there once, with the samples of all.
 * @param accept the request's `Accept` header: OpenMetrics where it is asked for
 */
export function expose(sources: string[], accept = ''): Exposition {
  const families = mergeFamilies(sources)
  if (!/application\/openmetrics-text/i.test(accept))
    return { contentType: PROMETHEUS_TEXT, body: families.map(prometheusText).join('\n') }
  return { contentType: OPENMETRICS_TEXT, body: `${families.map(openMetricsText).join('')}# EOF\n` }
}

/** The same text with one more label on each sample. Its value must need no escaping. */
export const withLabel = (source: string, label: string, value: string): string =>
  source.replace(
    /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?( .*)$/gm,
    (_line, name: string, labels: string | undefined, rest: string) =>
      `${name}{${label}="${value}"${labels ? `,${labels}` : ''}}${rest}`,
  )

function mergeFamilies(sources: string[]): Family[] {
  const families = new Map<string, Family>()
  for (const source of sources) {
    let current: Family | undefined
    for (const line of source.split('\n')) {
      const [, keyword, name = '', text = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? []
      if (keyword) {
        current = families.get(name) ?? { name, type: 'untyped', help: '', samples: [] }
        families.set(name, current)
        if (keyword === 'HELP') current.help ||= text
        else current.type = text
      } else if (line && !line.startsWith('#')) current?.samples.push(line)
    }
  }
  return [...families.values()]
}

const prometheusText = ({ name, type, help, samples }: Family): string =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n')

/** There a counter's family has no `_total`, only its samples do. */
function openMetricsText({ name, type, help, samples }: Family): string {
  const family = type === 'counter' ? name.replace(/_total$/, '') : name
  const kind = type === 'untyped' ? 'unknown' : type
  // Quotes are escaped in OpenMetrics's help texts, and are not in Prometheus's.
  const text = help.replaceAll('"', '\\"')
  return [`# HELP ${family} ${text}`, `# TYPE ${family} ${kind}`, ...samples, ''].join('\n')
}
