import { readFileSync } from 'node:fs'
import test from 'ava'
import { answerAsModel } from './support/model-protocols.ts'
import { startSandbox } from './support/sandbox.ts'
import { startServer } from './support/servers.ts'

// Every library at its pinned version, doing one real thing, with every warning an error. One after the other:
// together they would take all processors for longer than a run may last.

interface Use {
  /** The name to import, where it is another one. */
  module?: string
  /** Python; URL is a server on loopback that answers `METHOD PATH LENGTH`, or as a model below /v1. */
  code: string
  sees: string
}

const WORDS = 'Hello, world'

const USES: Record<string, Use> = {
  aiohttp: {
    code: `
import asyncio
async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get(URL + '/a', params={'b': 'c d'}) as response: print(response.status, await response.text())
        async with session.post(URL + '/json', json={'a': 1}) as response: print(response.status, await response.text())
asyncio.run(main())`,
    sees: '200 GET /a?b=c+d 0\n200 POST /json 8\n',
  },
  anthropic: {
    code: `
client = anthropic.Anthropic(api_key='key', base_url=URL, max_retries=0)
wanted = dict(model='m-1', max_tokens=64, messages=[{'role': 'user', 'content': 'hi'}])
answer = client.messages.create(**wanted)
print(answer.model, answer.content[0].text)
with client.messages.stream(**wanted) as stream:
    print('|'.join(stream.text_stream), stream.get_final_message().usage.output_tokens)
try: anthropic.Anthropic(api_key='wrong', base_url=URL, max_retries=0).messages.create(**wanted)
except anthropic.AuthenticationError as error: print(error.status_code)`,
    sees: `m ${WORDS}\nHello|, |world 3\n401\n`,
  },
  beautifulsoup4: {
    module: 'bs4',
    code: `
page = bs4.BeautifulSoup('<ul><li class="a">one<li>two</ul><a href="/x">more</a>', 'lxml')
print([item.text for item in page.select('li')], page.find('a')['href'], page.select_one('li.a').text)`,
    sees: "['one', 'two'] /x one\n",
  },
  httpx: {
    code: `
import asyncio
with httpx.Client() as client: response = client.get(URL + '/a', params={'b': 'c'})
print(response.status_code, response.text)
async def main():
    async with httpx.AsyncClient() as client: return (await client.post(URL + '/form', data={'a': '1'})).text
print(asyncio.run(main()))`,
    sees: '200 GET /a?b=c 0\nPOST /form 3\n',
  },
  lxml: {
    module: 'lxml.etree',
    code: `
tree = lxml.etree.fromstring('<shop><item price="3">pen</item><item price="40">bag</item></shop>')
print(tree.xpath('//item[@price > 10]/text()'), tree.xpath('sum(//@price)'), lxml.etree.tostring(tree.find('item')).decode())`,
    sees: `['bag'] 43.0 <item price="3">pen</item>\n`,
  },
  matplotlib: {
    module: 'matplotlib.pyplot',
    code: `
import io
plt = matplotlib.pyplot
figure, axes = plt.subplots(1, 2)
axes[0].plot([1, 2, 3], [2, 4, 8], label='Growth in €'); axes[0].set_title('Ümlaut'); axes[0].legend()
axes[1].bar(['a', 'b'], [3, 1]); axes[1].set_ylabel('$x^2$')
for kind in ('png', 'svg', 'pdf'):
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind)
    print(kind, buffer.getvalue()[:5], len(buffer.getvalue()) > 5_000)`,
    sees: "png b'\\x89PNG\\r' True\nsvg b'<?xml' True\npdf b'%PDF-' True\n",
  },
  numpy: {
    code: `
matrix = numpy.array([[2.0, 1.0], [1.0, 3.0]])
print(numpy.linalg.solve(matrix, [3.0, 5.0]).round(6).tolist(), numpy.linalg.eigvalsh(matrix).round(3).tolist(), round(float(numpy.linalg.det(matrix))))
print(numpy.random.default_rng(1).normal(size=(100, 100)).dot(numpy.eye(100)).shape, round(abs(numpy.fft.fft([1, 0, 0, 0])).sum()))`,
    sees: '[0.8, 1.4] [1.382, 3.618] 5\n(100, 100) 4\n',
  },
  openai: {
    code: `
client = openai.OpenAI(api_key='key', base_url=URL + '/v1', max_retries=0)
wanted = dict(model='m-1', messages=[{'role': 'user', 'content': 'hi'}])
answer = client.chat.completions.create(**wanted)
print(answer.model, answer.choices[0].message.content)
print('|'.join(chunk.choices[0].delta.content or '' for chunk in client.chat.completions.create(**wanted, stream=True)))
try: openai.OpenAI(api_key='wrong', base_url=URL + '/v1', max_retries=0).chat.completions.create(**wanted)
except openai.AuthenticationError as error: print(error.status_code)`,
    sees: `m ${WORDS}\nHello|, |world|\n401\n`,
  },
  'opencv-python': {
    module: 'cv2',
    code: `
import numpy
image = numpy.zeros((40, 60, 3), numpy.uint8)
cv2.circle(image, (30, 20), 10, (0, 0, 255), -1)
for kind, start in (('.png', b'\\x89PNG'), ('.jpg', b'\\xff\\xd8')):
    done, data = cv2.imencode(kind, image)
    again = cv2.imdecode(data, cv2.IMREAD_COLOR)
    print(done, data.tobytes().startswith(start), again.shape, int(again[20, 30, 2]) > 200)
print(len(cv2.findContours(cv2.Canny(image, 50, 150), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]))`,
    sees: 'True True (40, 60, 3) True\nTrue True (40, 60, 3) True\n1\n',
  },
  pandas: {
    code: `
import io
table = pandas.read_csv(io.StringIO('city,day,sold\\nBonn,2026-01-05,3\\nUlm,2026-01-05,4\\nBonn,2026-02-01,5\\n'), parse_dates=['day'])
print(table.groupby('city')['sold'].sum().to_dict(), table.set_index('day').resample('MS')['sold'].sum().tolist())
print(table.merge(pandas.DataFrame({'city': ['Bonn'], 'people': [330]})).to_json(orient='values', date_format='iso')[:30])
print(table.describe().loc['mean', 'sold'], table.to_csv(index=False).count('\\n'))`,
    sees: `{'Bonn': 8, 'Ulm': 4} [7, 5]\n[["Bonn","2026-01-05T00:00:00.\n4.0 4\n`,
  },
  pillow: {
    module: 'PIL.Image',
    code: `
from PIL import ImageDraw, ImageFont
image = PIL.Image.new('RGB', (120, 40), 'white')
drawing = ImageDraw.Draw(image)
drawing.rectangle((10, 10, 30, 30), fill='red')
drawing.text((40, 10), 'Hi', fill='black', font=ImageFont.load_default(16))
for kind in ('PNG', 'JPEG', 'WEBP', 'GIF'):
    image.save('/tmp/image', kind)
    with PIL.Image.open('/tmp/image') as again: print(kind, again.format, again.size, again.convert('RGB').getpixel((20, 20))[0] > 200)
print(image.resize((12, 4)).size)`,
    sees: `${['PNG', 'JPEG', 'WEBP', 'GIF'].map((kind) => `${kind} ${kind} (120, 40) True\n`).join('')}(12, 4)\n`,
  },
  'python-dateutil': {
    module: 'dateutil',
    code: `
from datetime import datetime
from dateutil import parser, relativedelta, rrule, tz
print(parser.parse('5 March 2026 14:30').isoformat(), datetime(2026, 1, 31) + relativedelta.relativedelta(months=1))
print([day.day for day in rrule.rrule(rrule.WEEKLY, count=3, dtstart=datetime(2026, 1, 1))])
print(datetime(2026, 7, 1, 12, tzinfo=tz.gettz('Europe/Berlin')).astimezone(tz.UTC).hour)`,
    sees: '2026-03-05T14:30:00 2026-02-28 00:00:00\n[1, 8, 15]\n10\n',
  },
  pyyaml: {
    module: 'yaml',
    code: `
print(yaml.safe_load('shop:\\n  open: true\\n  since: 2020-02-03\\n  items: [pen, bag]'), yaml.safe_dump({'ü': [1, None]}, allow_unicode=True))
try: yaml.safe_load('!!python/object/apply:os.system [id]')
except yaml.YAMLError as error: print(type(error).__name__)`,
    sees: `{'shop': {'open': True, 'since': datetime.date(2020, 2, 3), 'items': ['pen', 'bag']}} ü:\n- 1\n- null\n\nConstructorError\n`,
  },
  requests: {
    code: `
response = requests.get(URL + '/a', params={'b': 'c d'}, timeout=10)
print(response.status_code, response.text)
with requests.Session() as session: print(session.post(URL + '/json', json={'a': 1}, timeout=10).text)`,
    sees: '200 GET /a?b=c+d 0\nPOST /json 8\n',
  },
  'scikit-learn': {
    module: 'sklearn',
    code: `
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.cluster import KMeans
data, kinds = load_iris(return_X_y=True)
print(round(LinearRegression().fit([[1], [2]], [2, 4]).predict([[3]])[0], 6))
print(RandomForestClassifier(20, random_state=1, n_jobs=2).fit(data, kinds).score(data, kinds) > 0.95, len(set(KMeans(3, random_state=1).fit(data).labels_)))`,
    sees: '6.0\nTrue 3\n',
  },
  scipy: {
    code: `
import scipy.integrate, scipy.optimize, scipy.stats, scipy.sparse.linalg, numpy
print(round(scipy.optimize.brentq(lambda x: x ** 2 - 2, 0, 2), 6), round(scipy.integrate.quad(numpy.sin, 0, numpy.pi)[0], 6))
print(scipy.sparse.linalg.spsolve(scipy.sparse.csc_matrix([[2.0, 0.0], [0.0, 4.0]]), [2.0, 2.0]).tolist(), round(float(scipy.stats.norm.cdf(1.96)), 3))`,
    sees: '1.414214 2.0\n[1.0, 0.5] 0.975\n',
  },
  urllib3: {
    code: `
response = urllib3.PoolManager().request('GET', URL + '/a', fields={'b': 'c'})
print(response.status, response.data.decode())
print(urllib3.request('POST', URL + '/json', json={'a': 1}).data.decode())`,
    sees: '200 GET /a?b=c 0\nPOST /json 7\n',
  },
}

const pinned = readFileSync(new URL('../../sandbox/image/requirements.txt', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => (/^[a-z]/.test(line) ? [line.split('==') as [string, string]] : []))

test('there are 17 libraries, and each one is used here', (t) => {
  t.is(pinned.length, 17)
  t.deepEqual(
    pinned.map(([name]) => name),
    Object.keys(USES),
  )
})

for (const [name, version] of pinned)
  test.serial(
    `${name} is importable at the version that is pinned, and works without a warning`,
    async (t) => {
      const { module = name, code = '', sees = '' } = USES[name] ?? {}
      const { port } = await startServer(t, (request, response) => {
        if (request.url.startsWith('/v1/')) return answerAsModel(request, response)
        response.end(`${request.method} ${request.url} ${request.body.length}`)
      })
      const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
      const whole = `
import warnings
warnings.simplefilter('error')
URL = 'http://127.0.0.1:${port}'
import ${module}
import importlib.metadata
print(importlib.metadata.version('${name}'))
${code}`
      t.like(await python(whole, { timeoutSeconds: 120 }), {
        stdout: `${version}\n${sees}`,
        stderr: '',
        error: null,
      })
    },
  )
