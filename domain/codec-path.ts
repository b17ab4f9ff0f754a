/** Where the API decodes payloads for Temporal UI and the `temporal` command. */
export const CODEC_PATH = '/codec'
