import test from 'ava'
import { createDemand } from '../../sandbox/pool/demand.ts'
import { librariesOf } from '../../sandbox/pool/library-menu.ts'
import { BASE, bestWaiting, planPool } from '../../sandbox/pool/plan.ts'
import { poolSizes } from '../../sandbox/pool/sizing.ts'

const GIB = 1024 ** 3

test('reads from the text which libraries code imports', (t) => {
  const code = `
import os, pandas as pd
import matplotlib.pyplot as plt, json
from PIL import Image
from sklearn.metrics import (
    f1_score,
    accuracy_score,
)
def later():
    from urllib3 import PoolManager
# import cv2
text = 'import numpy'
`
  t.deepEqual(librariesOf(code), ['PIL.Image', 'matplotlib.pyplot', 'pandas', 'sklearn.metrics', 'urllib3'])
  t.deepEqual(librariesOf('from matplotlib import pyplot as plt'), ['matplotlib.pyplot'])
  t.deepEqual(librariesOf('import matplotlib'), [])
  t.deepEqual(librariesOf('import pandasql'), [])
})

test('long code is read in linear time', (t) => {
  for (const piece of ['import ', 'from a import (', 'import a,', ' ', 'from . import '])
    t.deepEqual(librariesOf(piece.repeat(10_000 / piece.length)), [])
})

test('demand is what ran lately', (t) => {
  let now = 0
  const demand = createDemand(() => now)
  for (let i = 0; i < 4; i++) demand.note(['pandas'])
  now += 60 * 60_000
  demand.note(['cv2'])
  t.deepEqual(
    demand.kinds().map(({ modules }) => modules),
    [['cv2'], ['pandas']],
  )
})

test('one waiting container is for anybody, the others by what is wanted', (t) => {
  const wanted = [
    { modules: ['matplotlib.pyplot', 'pandas'], weight: 6 },
    { modules: ['requests'], weight: 3 },
    { modules: ['openai'], weight: 3 },
  ]
  const plan = planPool(4, GIB, wanted)
  t.deepEqual(plan[0], [...BASE])
  t.is(plan.filter((modules) => modules.includes('pandas')).length, 2)
  t.is(plan.filter((modules) => modules.includes('openai')).length, 1)
  t.deepEqual(planPool(2, GIB, []), [[...BASE], [...BASE]])
  const rarely = planPool(2, GIB, [
    { modules: [], weight: 500 },
    { modules: ['pandas'], weight: 0.5 },
  ])
  t.deepEqual(rarely, [[...BASE], ['pandas', 'requests']])
  t.deepEqual(planPool(0, GIB, wanted), [])
})

test('what a larger kind serves as well needs no container of its own', (t) => {
  const wanted = [
    { modules: ['matplotlib.pyplot', 'numpy'], weight: 5 },
    { modules: ['matplotlib.pyplot'], weight: 4 },
  ]
  t.deepEqual(planPool(2, GIB, wanted)[1], ['matplotlib.pyplot', 'numpy', 'requests'])
})

test('libraries are imported in advance as far as the memory goes', (t) => {
  const wanted = [{ modules: ['sklearn.metrics'], weight: 100 }]
  const plan = planPool(5, 250_000_000, wanted)
  t.is(plan.filter((modules) => modules.includes('sklearn.metrics')).length, 2)
  t.is(plan.length, 5)
})

test('a run takes the container that saves it most and wastes least', (t) => {
  const waiting = [
    { modules: ['requests'] },
    { modules: ['matplotlib.pyplot', 'pandas', 'requests'] },
    { modules: ['pandas', 'requests'] },
  ]
  t.is(bestWaiting(['pandas'], waiting), 2)
  t.is(bestWaiting(['matplotlib.pyplot'], waiting), 1)
  t.is(bestWaiting(['requests'], waiting), 0)
  t.is(bestWaiting([], waiting), 0)
  t.is(bestWaiting([], waiting.slice(1)), -1)
  t.is(bestWaiting([], []), -1)
})

test('sizes follow the cores and the memory of the engine', (t) => {
  t.like(poolSizes({ cores: 2, memoryBytes: 24 * GIB }), { concurrency: 4, waiting: 4 })
  t.like(poolSizes({ cores: 16, memoryBytes: 4 * GIB }), { concurrency: 6, waiting: 6 })
  t.like(poolSizes({ cores: 1, memoryBytes: GIB / 2 }), { concurrency: 1, waiting: 1 })
  t.like(poolSizes({ cores: 64, memoryBytes: 512 * GIB }), { concurrency: 128, waiting: 16 })
  t.like(poolSizes({ cores: 2, memoryBytes: 24 * GIB }, { waiting: 0, concurrency: 9 }), {
    concurrency: 9,
    waiting: 0,
  })
})
