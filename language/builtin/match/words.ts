const list = (words: string): string[] => words.trim().split(/\s+/)

/** Words that say nothing about the subject, in questions and in boilerplate such as "when the user asks for". */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  list(`
  a an the this that these those there here it its it's i i'm i'd i'll i've me my mine we us our ours you your yours he him his
  she her hers they them their theirs who whom whose which what what's when where where's why how how's is are am was were be been
  being do does did doing done don't doesn't didn't has have had having can can't cannot could couldn't may might must shall
  should will would won't let lets let's of to in on at by for from with without within into onto upon about over under
  between among through during before after above below near and or but nor so yet if then else than as because while
  until unless not no yes any some all each every both either neither other another such same own too very just only also
  even still again ever never now please thanks thank hi hello hey ok okay want wants wanted need needs needed like likes
  wish wishes would'd help helps helping tell show showing shows give gives given giving know knows let get gets getting got
  gotten make makes making made use uses used using user users user's ask asks asked asking request requests requested
  question questions function functions tool tools action actions method api provides provide provided providing providers
  return returns returned returning result results based specific specified specify certain particular various etc eg e.g
  ie i.e via per whether able allows allow allowing option options optional optionally default defaults parameter
  parameters input inputs value values one ones two something anything someone anyone thing things way ways e g s t d m
  re ll ve out off there's that's who's many much more most less least few several kind sort try trying going go
  goes will look looking see seeing think well really actually maybe perhaps interested would hope trying curious wonder
  wondering wants including include includes included along using according given following such possible available
  gone went come comes came coming showed says said say moment behind take takes took taken
  new current currently when's dear good great nice best
  `),
)

/** What nearly every action does: such words weigh little. */
export const GENERIC_WORDS: ReadonlySet<string> = new Set(
  list(`
  find finds finding retrieve retrieves retrieving retrieval fetch fetches calculate calculates calculating calculation
  calculator compute computes search searches searching list lists listing lookup check checks checking display view
  determine determines estimate perform performs execute executes create creates creating generate generates send sends
  set sets update updates add adds added adding remove manage service services system data information info detail details number
  numbers name names type types id identifier identify unique total amount list item items object objects string
  text content contents time date day days year years place location locations city country state area first last top
  start started end format formatted code key keys account access open run runs about level size initiate process
  support supports record records call calls enable
  `),
)

/** Different words for one thing. Each line is a group. */
const GROUPS = list(`
  weather,forecast,temperature,rain,rainy,raining,sunny,snow,snowing,humidity,climate,warm,cold,hot,windy
  vacation,holiday,leave
  stock,inventory,availability
  deploy,release,rollout,ship
  health,healthy,up,down,uptime,online,offline,alive,outage
  cost,costs,pay,pays,paid,paying
  price,cost,costs,expensive,cheap,fare,quote,pricing,rate
  buy,purchase,order,acquire,ord
  book,reserve,reservation,booking,appointment,schedule
  cab,taxi,ride,uber
  car,vehicle,automobile
  rent,rental,hire
  hotel,accommodation,lodging,stay,room,house,apartment
  restaurant,dining,eat,food,meal,dinner,lunch,diner,cuisine
  movie,film,cinema
  song,music,track,tune,listen
  cast,actor,actress,star,starring,featuring,feature,features,acted,acting
  play,playback,listen,hear
  concert,event,show,gig,performance
  flight,fly,plane,airline,airplane
  doctor,physician,dentist,therapist,psychologist,psychiatrist,counselor
  convert,conversion,exchange,translate
  translate,translation,translator
  email,mail,e-mail
  message,sms,text,notify,notification
  delete,remove,erase,drop,cancel
  cancel,abort,terminate
  create,add,make,new,register,build,establish
  update,change,modify,edit,alter
  rename,change
  stock,share,ticker,equity
  money,cash,fund,payment,pay,transaction,transfer
  currency,money,dollar,euro,pound,yen,usd,eur,gbp,jpy,chf,rupee
  send,transfer,pay
  ticket,issue,bug,incident
  salary,wage,income,earnings
  tax,vat
  refund,reimbursement,reimburse,chargeback,rfnd
  delivery,shipment,shipping,parcel,package,track
  customer,client
  employee,staff,worker
  invoice,bill,receipt
  profile,bio
  repository,repo
  person,people,population
  distance,far,route,path,directions,travel
  direction,route,navigate
  speed,velocity,fast
  area,surface
  picture,image,photo
  video,clip
  summary,summarize,summarise,summarization
  weight,mass,heavy
  length,long
  height,tall,high
  age,old
  begin,start,commence,launch
  stop,halt,end,finish
  error,failure,problem,fault
  document,file
  folder,directory
  company,firm,business,corporation,organization,organisation
  city,town
  nation,country
  law,legal,statute,legislation
  crime,criminal,felony,theft,murder
  lawsuit,court,case,trial,litigation
  lawyer,attorney
  win,winner,won,champion
  discover,discovery,invent,inventor,invention
  author,write,writer,wrote,written
  paint,painter,painting,artwork
  museum,gallery,exhibition
  game,match
  score,result
  team,club
  player,athlete
  ranking,rank,standing,leaderboard
  recipe,cook,dish,bake
  ingredient,nutrition,calorie,nutrient
  plant,tree,flower,garden
  animal,species,wildlife
  gene,genetic,dna
  chance,probability,odds,likelihood
  average,mean
  sum,addition,plus,add
  product,multiply,multiplication,times
  divide,division
  subtract,minus,difference
  root,sqrt
  derivative,differentiate
  integral,integrate,integration
  president,leader
  king,queen,monarch
  god,religion,religious,church
  news,headline,article
  alarm,reminder,remind
  meeting,calendar,appointment
  job,career,vacancy
  house,home,property,estate
  store,shop,market,mall
  school,college,university
  loan,mortgage,credit
  interest,yield
  return,profit,gain
  power,electricity,energy
  emission,carbon,co2
  therapist,therapy,counseling
  salon,hair,stylist,haircut
  attraction,sightseeing,sight,tourist
  login,signin,authenticate,authentication,log
  password,passcode
  website,site,web,webpage,url
  bus,coach
  train,rail,railway
  child,children,kid
  wife,husband,spouse,marry
  sunrise,sunset
  twice,double,doubled,duplicate,duplicated,dupe,dup
  subscription,sub,subs,subscribed,membership
  arrive,arrival,eta
  available,avail,availability,stock,inventory,qty
  down,outage,broken,degraded,unreachable,unavailable,disruption,disrupted
  affected,impacted,hit
  overdue,late,breach,breached,breaching,miss
  enabled,activated,switched
  seat,licence,license
  quota,limit,allowance
  bug,defect,fault
  file,raise,lodge,log
  color,colour
`).map((group) => group.split(','))

/** Word → the numbers of its groups. */
export const SYNONYMS: ReadonlyMap<string, readonly number[]> = groupsByWord()

function groupsByWord(): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  GROUPS.forEach((words, index) => {
    for (const word of words) groups.set(word, [...(groups.get(word) ?? []), index])
  })
  return groups
}
