// Run once by the MongoDB image, on an empty database: Errand's own user, who may read and write its data and no more.
db.getSiblingDB('errand').createUser({
  user: 'errand',
  pwd: process.env.ERRAND_DATABASE_PASSWORD,
  roles: [{ role: 'readWrite', db: 'errand' }],
})
