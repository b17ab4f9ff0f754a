/*
 * What parameters do to a URL, how a URL can be written, and where redirects lead: the API Call as its activity makes
 * it. What refuses a request before there is a connection is compared with a client that pastes parameters.
 */
import { HOST_PARAMETERS, PATH_PARAMETERS } from './cases/parameters.ts'
import { REDIRECTS, REDIRECTS_TO_TARGETS } from './cases/redirects.ts'
import { WRITTEN_URLS } from './cases/written-urls.ts'
import { testCases } from './support/test-cases.ts'

testCases({
  'a host by parameter:': HOST_PARAMETERS,
  'a path by parameter:': PATH_PARAMETERS,
  'a URL written as': WRITTEN_URLS,
  'a redirect,': REDIRECTS,
  'a redirect to': REDIRECTS_TO_TARGETS,
})
