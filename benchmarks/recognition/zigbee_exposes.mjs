// Writes what every model of zigbee-herdsman-converters exposes, a line of JSON a model, to standard output.
//
//   npm install zigbee-herdsman-converters@26.112.0 && node zigbee_exposes.mjs > exposes.jsonl
//
// Run it in the folder where the package is installed. Exposes that depend on the device are asked for with the
// package's own stand-in for a device that is not there.
import {readdirSync} from "node:fs";
import {createRequire} from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.cwd(), "package.json"));
const root = path.dirname(require.resolve("zigbee-herdsman-converters"));
const {prepareDefinition, setLogger} = require("zigbee-herdsman-converters");
const silent = () => {};
setLogger({debug: silent, info: silent, warning: silent, error: silent});

const folder = path.join(root, "devices");
const files = readdirSync(folder).filter((name) => name.endsWith(".js") && name !== "index.js");
let failed = 0;
for (const file of files.sort()) {
    for (const raw of require(path.join(folder, file)).definitions ?? []) {
        let line;
        try {
            const {model, vendor, description, exposes} = prepareDefinition(raw);
            const told = typeof exposes === "function" ? exposes({isDummyDevice: true}, {}) : exposes;
            line = JSON.stringify({model, vendor, description, exposes: told});
        } catch (error) {
            failed += 1;
            process.stderr.write(`${file} ${raw.model}: ${error.message}\n`);
            continue;
        }
        process.stdout.write(`${line}\n`);
    }
}
process.stderr.write(`${failed} failed\n`);
