// What the built-in engine takes for a value of which parameter: each mechanism of language/builtin/extract by itself.
import test from 'ava'
import type { OfferedAction } from '../../domain/language.ts'
import { action, extracted, parameter } from './samples.ts'

const number = (name: string, description = '', rest = {}) =>
  parameter(name, description, { type: 'number', ...rest })
const optional = (name: string, description = '') => parameter(name, description, { required: false })

const convert = action('Convert length', 'When the user wants to convert a length or distance', [
  number('value', 'The value'),
  parameter('from_unit', 'The unit of the value'),
  parameter('to_unit', 'The unit to convert to'),
])
const circle = action('Circle area', 'When the user asks for the area of a circle', [
  number('radius', 'The radius of the circle'),
  optional('unit', 'The unit of the radius, default is cm'),
])
const oven = action('Oven temperature', 'When the user asks for the temperature of the oven', [
  parameter('recipe', 'What is baked'),
  optional('unit', "'Celsius' or 'Fahrenheit'"),
])
const cylinder = action('Cylinder volume', 'When the user asks for the volume of a cylinder', [
  number('radius', 'The radius of the cylinder'),
  number('height', 'The height of the cylinder'),
])
const parking = action('Parking ticket', 'When the user wants to buy a parking ticket', [
  number('zone_id', 'The zone: 1 for Harbour, 2 for Old Town, 3 for Airport'),
  number('hours', 'How many hours'),
])
const hotel = action('Hotel search', 'When the user looks for a hotel', [
  parameter('city', 'City of the hotel'),
  optional('has_pool', 'Whether there must be a pool. One of: True, False, dontcare'),
  optional('smoking_allowed', 'Whether smoking is allowed. One of: True, False, dontcare'),
])
const taxi = action('Taxi', 'When the user wants a taxi', [
  parameter('pickup_address', 'Street, city where the ride starts'),
])
const standings = action('League table', 'When the user asks for the table of a league', [
  parameter('league', 'The name of the league'),
  optional('season', 'The season of the table'),
])
const move = action('Move appointment', 'When the user wants to move an appointment', [
  parameter('event_id', 'The id of the event'),
  parameter('new_datetime', "The new time in ISO-8601, such as '2024-05-01T10:30:00Z'"),
])
const stay = action('Book stay', 'When the user wants to book a stay', [
  parameter('check_in_date', 'First day, YYYY-MM-DD'),
  parameter('check_out_date', 'Last day, YYYY-MM-DD'),
])
const inventor = action('Inventor', 'When the user asks who invented a thing', [
  parameter('thing_name', 'What was invented'),
])
const staff = action('Staff record', 'When the user asks for the record of an employee', [
  parameter('employee_id', 'The id of the employee'),
])
const meal = action('Meal ideas', 'When the user asks for ideas for a meal', [
  parameter('guest', 'Who comes to eat'),
  optional('course', "Which course, such as 'starter', 'main', 'dessert'"),
])

const CASES: [string, OfferedAction, Record<string, unknown>][] = [
  ['convert 12 miles to km', convert, { value: 12, from_unit: 'miles', to_unit: 'km' }],
  [
    'convert a length: how many yards are 3 miles?',
    convert,
    { value: 3, from_unit: 'miles', to_unit: 'yards' },
  ],
  ['area of a circle with a radius of 7 inches', circle, { radius: 7, unit: 'inches' }],
  ['area of a circle with a radius of 7', circle, { radius: 7 }],
  [
    'temperature of the oven for "bread", in Fahrenheit, I have 3 hours',
    oven,
    { recipe: 'bread', unit: 'Fahrenheit' },
  ],
  ['volume of a cylinder with height and radius of 9 and 4', cylinder, { radius: 4, height: 9 }],
  ['volume of a cylinder with a radius of 9 and a height of 4', cylinder, { radius: 9, height: 4 }],
  ['buy a parking ticket in the Old Town for 3 hours', parking, { zone_id: 2, hours: 3 }],
  ['a hotel in Lisbon with a pool', hotel, { city: 'Lisbon', has_pool: 'True' }],
  ['a hotel in Lisbon without smoking', hotel, { city: 'Lisbon', smoking_allowed: 'False' }],
  ['I want a taxi from 14b Elm Street, Dover', taxi, { pickup_address: '14b Elm Street, Dover' }],
  ['table of the Northern League 2019', standings, { league: 'Northern League', season: '2019' }],
  [
    "move the appointment 'ev-77' to May 5, 2026 at 2:15 pm",
    move,
    { event_id: 'ev-77', new_datetime: '2026-05-05T14:15:00Z' },
  ],
  [
    'book a stay from June 3rd to June 9th 2027',
    stay,
    { check_in_date: '2027-06-03', check_out_date: '2027-06-09' },
  ],
  ['Who invented dynamite?', inventor, { thing_name: 'dynamite' }],
  ['the record of the employee (id Miller)', staff, { employee_id: 'Miller' }],
  ['ideas for a dessert as a meal for "Jo"', meal, { guest: 'Jo', course: 'dessert' }],
]
for (const [question, offered, expected] of CASES)
  test(`takes the values out of "${question}"`, async (t) => {
    t.deepEqual(await extracted(question, offered), expected)
  })

test('what is ordered is no value', async (t) => {
  t.deepEqual(await extracted('I want to catch a taxi', taxi), {})
})

test('how it is wished for is no value', async (t) => {
  t.deepEqual(await extracted('book a taxi quickly', taxi), {})
})

test('the next sentence belongs to no name', async (t) => {
  t.deepEqual(await extracted('Table of the Northern League. The last one was wrong.', standings), {
    league: 'Northern League',
  })
})

test('a number whose list names no place of the question is not made up', async (t) => {
  t.deepEqual(await extracted('buy a parking ticket in the Village for 3 hours', parking), { hours: 3 })
})
