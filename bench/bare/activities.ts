export async function fetchTarget(url: string): Promise<string> {
  const response = await fetch(url)
  return response.text()
}

export async function nothing(): Promise<string> {
  return 'nothing'
}
