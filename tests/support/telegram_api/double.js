// Starts the package given first on the port given second, and says so.
const Server = require(process.argv[2]);
const server = new Server({ port: Number(process.argv[3]), host: "127.0.0.1", storeTimeout: 3600 });
server.start().then(() => console.log("ready"));
